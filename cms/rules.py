"""Who may publish."""

import rules

from people.rules import is_content_editor, is_programme_manager

rules.add_perm("cms.publish_pages", is_content_editor | is_programme_manager)
