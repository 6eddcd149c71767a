"""Which pages there are for whom; addresses are below the language's prefix unless they begin with /."""

from dataclasses import dataclass, field
from typing import Any

ANYBODY = ""


@dataclass(frozen=True)
class Place:
    """A page to look at: its address, the status it answers with, whether also in the dark."""

    path: str
    status: int = 200
    dark: bool = False

    def address(self, language: str) -> str:
        """Return the whole path."""
        return self.path if self.path.startswith("/") else f"/{language}/{self.path}"


@dataclass(frozen=True)
class Round:
    """The pages of one role in one language, in the order of the visit."""

    username: str
    language: str
    places: list[Place] = field(default_factory=list)


def rounds(found: dict[str, Any], language: str) -> list[Round]:
    """Return who visits what; ``found`` comes from the backstage command ``places``."""
    everybody = [*_public(found), *map(Place, found["pages"][language])]
    of_roles = [Round(name, language, places) for name, places in _of_roles(found).items()]
    return [Round(ANYBODY, language, everybody), *of_roles]


def _public(found: dict[str, Any]) -> list[Place]:
    return [
        Place("", dark=True),
        Place("schedule/", dark=True),
        Place("search/"),
        Place("search/?q=digit"),
        Place("look/", dark=True),
        Place("guideline/versions/"),
        Place("guideline/versions/1.0/"),
        Place("guideline/versions/1.0/whole/"),
        Place("guideline/paragraph/1/", dark=True),
        Place("offline/"),
        Place("/verify/offline/"),
        Place("login/"),
        Place("signup/"),
        Place("password/reset/"),
        Place("password/reset/done/"),
        Place("invitation/there-is-none/", 404),
        Place("there-is-no-such-page/", 404),
        Place("/verify/"),
        Place(f"/verify/{found['verification_code']}"),
        Place(f"discussions/letters/stop/{found['stop_token']}/"),
        Place("/verify/AAAAA-AAAAA-AAAAA-AAAAA"),
    ]


def _of_roles(found: dict[str, Any]) -> dict[str, list[Place]]:
    return {
        "participant": [
            Place("my/", dark=True),
            Place("check-in/", dark=True),
            Place("check-in/long-gone/", 410),
            Place("enrol/"),
            Place("enrol/?region=latgale"),
            Place("my/certificate/"),
            Place("my/certificate/details/", dark=True),
            Place("module/M01/"),
            Place("module/M02/"),
            Place("module/M10/"),
            Place("module/M01/quiz/"),
            Place("module/M01/assignment/"),
            Place("module/M07/"),
            Place("module/M07/assignment/"),
            Place(f"my/self-assessment/{found['programme']}/", dark=True),
            Place(f"my/final-reflection/{found['programme']}/"),
            Place(f"groups/{found['own_group']}/feedback/"),
            Place("guideline/paragraph/1/ask/"),
            Place("my/notes/", dark=True),
            Place("my/notes/?module=M02"),
            Place(f"my/notes/{found['note']}/"),
            Place(f"enrolment/{found['enrolment']}/withdraw/"),
            Place("profile/"),
            Place("password/change/"),
            Place(f"groups/{found['own_group']}/discussions/"),
            Place(f"groups/{found['own_group']}/discussions/?module=M04"),
            Place(f"groups/{found['own_group']}/discussions/M04/"),
            Place(f"discussions/{found['discussion']}/", dark=True),
            Place(f"posts/{found['own_post']}/edit/"),
            Place(f"posts/{found['own_post']}/withdraw/"),
            Place("discussions/letters/"),
            Place("logout/"),
            Place("people/", 403),
            Place("start/"),
        ],
        "newcomer": [Place("my/"), Place("my/notes/"), Place("enrol/"), Place("my/certificate/")],
        "lead": [
            Place("team/"),
            Place(f"team/{found['team']}/add/"),
            Place(f"membership/{found['membership']}/end/"),
            Place(f"people/{found['participant']}/"),
            Place(f"people/{found['participant']}/certificate/"),
            Place("my/"),
        ],
        "trainer": [
            Place("sessions/"),
            Place("sessions/?show=closed"),
            Place(f"sessions/{found['past_session']}/"),
            Place(f"sessions/{found['coming_session']}/", dark=True),
            Place(f"sessions/{found['online_session']}/meeting/", dark=True),
            *(Place(f"meeting-names/{pk}/") for pk in found["meeting_names"]),
            Place("meeting-names/"),
            Place("meeting-names/?show=learned"),
            Place(f"sessions/{found['past_session']}/paper/", dark=True),
            Place("scans/", dark=True),
            Place(f"sessions/{found['coming_session']}/phone/", dark=True),
            Place(f"sessions/{found['coming_session']}/check-in/", dark=True),
            Place(f"groups/{found['group']}/"),
            Place(f"groups/{found['own_group']}/self-assessment/"),
            Place(f"groups/{found['group']}/levels/"),
            Place(f"groups/{found['own_group']}/feedback/summary/"),
            Place("feedback/"),
            Place("assignments/"),
            Place(f"assignments/{found['assignment']}/"),
            Place("discussions/"),
            Place(f"discussions/{found['discussion']}/"),
            Place(f"posts/{found['post']}/hide/"),
        ],
        "mentor": [Place("municipalities/"), Place(f"municipalities/{found['team']}/")],
        "editor": [
            Place("profile/"),
            Place("guideline/versions/new/"),
            Place("guideline/questions/"),
        ],
        "evaluator": [Place("start/")],
        "manager": [
            Place("progress/", dark=True),
            Place("progress/certified/"),
            Place("assumptions/"),
            Place(f"cohorts/{found['cohort']}/versions/"),
            Place("guideline/acceptance/"),
            Place("guideline/questions/"),
            Place("feedback/"),
            Place("people/"),
            Place("people/?page=2"),
            Place("people/?q=dzervenaja"),
            Place("people/?q=%22"),
            Place(f"people/{found['participant']}/"),
            Place("groups/"),
            Place(f"groups/{found['group']}/"),
            Place(f"groups/{found['certified_group']}/certificates/"),
            Place(f"cohorts/{found['cohort']}/certificates/"),
            Place(f"cohorts/{found['cohort']}/certificates/?kind=attendance"),
            Place("certificates/"),
            Place(f"certificates/{found['certificate']}/"),
            Place(f"certificates/{found['certificate']}/replace/"),
            Place(f"certificates/{found['certificate']}/duplicate/"),
            Place(f"certificates/{found['certificate']}/revoke/"),
            Place(f"certificates/replace/?certificate={found['certificate']}"),
            Place("certificates/requests/"),
            Place("certificates/review/"),
            Place("certificates/statistics/"),
            Place(f"people/{found['participant']}/certificate/request/"),
            Place("sessions/"),
            Place("sessions/?show=closed"),
            Place(
                f"sessions/{found['past_session']}/correction/"
                f"?block={found['past_block']}&person={found['participant']}"
            ),
            Place("background/"),
        ],
        "auditor": [
            Place("people/"),
            Place("certificates/"),
            Place(f"sessions/{found['past_session']}/"),
            Place(f"people/{found['participant']}/"),
        ],
    }
