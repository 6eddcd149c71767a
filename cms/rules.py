"""Who may publish, review, accept the guidelines for a municipality, and answer readers."""

import rules

from people.rules import (
    is_auditor,
    is_content_editor,
    is_language_editor,
    is_programme_manager,
    is_trainer,
    leads_team,
)

may_publish = is_content_editor | is_programme_manager

rules.add_perm("cms.publish_pages", may_publish)
rules.add_perm("cms.compare_languages", may_publish | is_language_editor)
rules.add_perm("cms.review_pages", (is_trainer | is_language_editor) & ~may_publish)
rules.add_perm("cms.publish_edition", may_publish)
rules.add_perm("cms.answer_questions", may_publish)
rules.add_perm("cms.accept_edition", leads_team)
rules.add_perm("cms.see_acceptance", is_programme_manager | is_auditor)
rules.add_perm("cms.remind_municipalities", is_programme_manager)
