"""Who may see the results behind the public counter."""

import rules

from people.rules import is_auditor, is_evaluator, is_programme_manager

rules.add_perm("monitoring.see_dashboard", is_programme_manager | is_evaluator | is_auditor)
rules.add_perm("monitoring.see_people_behind", is_programme_manager | is_auditor)
rules.add_perm("monitoring.see_assumptions", is_programme_manager | is_evaluator | is_auditor)
