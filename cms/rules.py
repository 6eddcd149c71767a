"""Who may publish, accept the guidelines for a municipality, and answer readers."""

import rules

from people.rules import is_auditor, is_content_editor, is_programme_manager, leads_team

rules.add_perm("cms.publish_pages", is_content_editor | is_programme_manager)
rules.add_perm("cms.publish_edition", is_content_editor | is_programme_manager)
rules.add_perm("cms.answer_questions", is_content_editor | is_programme_manager)
rules.add_perm("cms.accept_edition", leads_team)
rules.add_perm("cms.see_acceptance", is_programme_manager | is_auditor)
rules.add_perm("cms.remind_municipalities", is_programme_manager)
