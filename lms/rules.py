"""Who may see the machinery."""

import rules

from people.rules import is_programme_manager

rules.add_perm("lms.see_background", is_programme_manager)
