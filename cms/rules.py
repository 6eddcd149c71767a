"""Who may publish and who reviews."""

import rules

from people.rules import (
    is_content_editor,
    is_language_editor,
    is_programme_manager,
    is_trainer,
)

may_publish = is_content_editor | is_programme_manager

rules.add_perm("cms.publish_pages", may_publish)
rules.add_perm("cms.compare_languages", may_publish | is_language_editor)
rules.add_perm("cms.review_pages", (is_trainer | is_language_editor) & ~may_publish)
