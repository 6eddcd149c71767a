"""The words of the permission table: who comes, and what they get."""

from dataclasses import dataclass, replace

ANONYMOUS = "anonymous"
PARTICIPANT = "participant"  # in the lead's team and in the trainer's group
OTHER_PARTICIPANT = "other participant"
LEAD = "team lead"
TRAINER = "trainer of the group"
OTHER_TRAINER = "trainer of another group"
MENTOR = "mentor"
EDITOR = "content editor"
MANAGER = "programme manager"
EVALUATOR = "evaluator"
AUDITOR = "auditor"
ROLES = [
    *(ANONYMOUS, PARTICIPANT, OTHER_PARTICIPANT, LEAD, TRAINER, OTHER_TRAINER),
    *(MENTOR, EDITOR, MANAGER, EVALUATOR, AUDITOR),
]
# Accounts that belong to a person; the others are staff without one.
WITH_PERSON = (PARTICIPANT, OTHER_PARTICIPANT, LEAD, TRAINER, OTHER_TRAINER, MENTOR)

OK = "page"
GO = "redirect"
LOGIN = "login page"
BAD = "400"
FORBIDDEN = "403"
MISSING = "404"
NOT_ALLOWED = "405"
GONE = "410"
STRANGER = "401"
INVALID = "422"


@dataclass(frozen=True)
class Row:
    """What each role gets at one address."""

    get: dict[str, str]
    post: dict[str, str]
    at: str = ""

    def but(self, *roles: str, get: str = "", post: str = "") -> "Row":
        """Return the row with other answers for these roles."""
        return replace(
            self,
            get=self.get | dict.fromkeys(roles if get else (), get),
            post=self.post | dict.fromkeys(roles if post else (), post),
        )


def everybody(get: str = OK, post: str = NOT_ALLOWED, at: str = "") -> Row:
    """A public address."""
    return Row(dict.fromkeys(ROLES, get), dict.fromkeys(ROLES, post), at)


def signed_in(get: str = OK, post: str = NOT_ALLOWED, at: str = "") -> Row:
    """An address for everybody with an account."""
    return everybody(get, post, at).but(ANONYMOUS, get=LOGIN, post=LOGIN)


def only(
    *roles: str, get: str = OK, post: str = NOT_ALLOWED, others: str = FORBIDDEN, at: str = ""
) -> Row:
    """An address for some roles."""
    return (
        everybody(others, others, at)
        .but(ANONYMOUS, get=LOGIN, post=LOGIN)
        .but(*roles, get=get, post=post)
    )


def in_admin(*roles: str, get: str = OK, post: str = NOT_ALLOWED, at: str = "") -> Row:
    """An address of the admin for some of those who enter it; others meet the login page."""
    row = only(*roles, get=get, post=post, others=LOGIN, at=at)
    return row.but(*({TRAINER, OTHER_TRAINER} - set(roles)), get=GO, post=GO)
