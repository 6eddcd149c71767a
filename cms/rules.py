"""Who may publish, review, accept the guidelines for a municipality, and answer readers."""

from typing import Any

import rules
from wagtail.permissions import page_permission_policy

from people.rules import (
    is_auditor,
    is_content_editor,
    is_language_editor,
    is_programme_manager,
    is_trainer,
    leads_team,
)


@rules.predicate
def may_change(user: Any, page: Any) -> bool:
    """Whether the page is this editor's to change; a review alone does not make it so."""
    return page is not None and bool(
        page_permission_policy.user_has_permission_for_instance(user, "change", page)
    )


may_publish = is_content_editor | is_programme_manager

rules.add_perm("cms.publish_pages", may_publish)
rules.add_perm("cms.compare_languages", may_publish | is_language_editor)
rules.add_perm("cms.review_pages", (is_trainer | is_language_editor) & ~may_publish)
rules.add_perm("cms.import_word", may_change)
rules.add_perm("cms.publish_edition", may_publish)
rules.add_perm("cms.answer_questions", may_publish)
rules.add_perm("cms.accept_edition", leads_team)
rules.add_perm("cms.see_acceptance", is_programme_manager | is_auditor)
rules.add_perm("cms.remind_municipalities", is_programme_manager)
