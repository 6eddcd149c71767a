"""Who may do what with groups, attendance and discussions."""

from scheduling.rules import discussions
from scheduling.rules.attendance import teaches_session
from scheduling.rules.groups import teaches_group, trains

__all__ = ["discussions", "teaches_group", "teaches_session", "trains"]
