"""What happens to a page when its review has ended well; Wagtail's settings name this.

Wagtail reads it before any model exists, so nothing may be imported here.
"""

from typing import Any


def publish_approved(workflow_state: Any, user: Any = None) -> None:
    """Publish what was approved, at once or at the time set for it.

    The last reviewer need not be somebody who may publish at will: the review itself decides.
    """
    approved = workflow_state.content_object.get_latest_revision()
    approved.publish(user=user, skip_permission_checks=True)
