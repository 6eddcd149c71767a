"""The requests of the story, each ready to be sent any number of times."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.bench.counting import ASKED, STATEMENTS, TRANSACTION
from tests.server.client import CSRF, SESSION, Answer, Browser
from tests.server.processes import Server


@dataclass
class Target:
    """A running server with the data that its requests need."""

    name: str
    server: Server
    database: str = ""
    scene: dict[str, Any] = field(default_factory=dict)
    counters: dict[str, Any] = field(default_factory=dict)

    def number(self, kind: str) -> int:
        """Return 0, 1, 2 … for each kind of thing that is used up by a request."""
        return next(self.counters.setdefault(kind, count()))

    def browser(self, who: str = "", number: int = 0) -> Browser:
        if not who:
            return Browser(self.server.port)
        keys = self.scene[who]
        cookies = {SESSION: keys[number % len(keys)], CSRF: "c" * 32}
        return Browser(self.server.port, cookies)


Send = Callable[[Browser, Target, dict[str, str]], Any]


@dataclass(frozen=True)
class Request:
    """One row of the table: who sends what, and what must come back."""

    name: str
    send: Send
    who: str = ""
    status: int = 200
    contains: bytes = b""
    most: int = 100  # at a time; fewer where each one uses something up
    grows: bool = False  # also measured as enrolments grow

    @property
    def is_staffs(self) -> bool:
        return self.who in {"trainer", "manager"}

    def fits(self, answer: Answer) -> bool:
        return answer.status == self.status and self.contains in answer.body


def _get(path: str | Callable[[Target], str]) -> Send:
    async def send(browser: Browser, target: Target, headers: dict[str, str]) -> Answer:
        return await browser.get(path if isinstance(path, str) else path(target), headers)

    return send


async def _enrol(browser: Browser, target: Target, headers: dict[str, str]) -> Answer:
    n = target.number("fresh")
    browser.cookies[SESSION] = target.scene["fresh"][n]
    groups = target.scene["open_groups"]
    return await browser.post(f"/lv/enrol/{groups[n % len(groups)]}/", {}, headers)


async def _answer_question(browser: Browser, target: Target, headers: dict[str, str]) -> Answer:
    """Save one answer of a running attempt, another one each time."""
    scene = target.scene
    own = scene["learner"].index(browser.cookies[SESSION])
    form = {"q": 1, "a": target.number("answer") % 2, "autosave": 1}
    path = f"/lv/module/{scene['running_code']}/quiz/{scene['running'][own]}/answer/"
    return await browser.post(path, form, headers)


async def _submit_quiz(browser: Browser, target: Target, headers: dict[str, str]) -> Answer:
    """Begin an attempt and submit it as it is; a submission is counted alone."""
    start = await browser.post(f"/lv/module/{target.scene['module_code']}/quiz/", {}, {})
    attempt = start.header("location").partition("answer/")[0]
    form = {"unanswered": [1, 2, 3, 4, 5]}
    return await browser.post(f"{attempt}submit/", form, headers)


def _save_attendance(parts: int) -> Send:
    async def send(browser: Browser, target: Target, headers: dict[str, str]) -> Answer:
        session, blocks = target.scene["unsaved"][target.number("unsaved")]
        form = {
            f"mark-{block}-{person}": "absent" if n % 10 == 9 else "present"
            for n, person in enumerate(target.scene["roster_people"])
            for block in blocks[:parts]
        }
        if parts == 1:
            form["part"] = "1"
        return await browser.post(f"/lv/sessions/{session}/", form, headers)

    return send


async def _log_in(browser: Browser, target: Target, headers: dict[str, str]) -> Answer:
    """Fetch the form, send it, follow to the page of the role, as a browser without cookies."""
    browser.cookies.clear()
    names = target.scene["login"]
    await browser.get("/lv/login/", headers)
    form = {
        "login": names[target.number("login") % len(names)],
        "password": target.scene["password"],
    }
    answer = counted = await browser.post("/lv/login/", form, headers)
    for _hop in range(4):
        if answer.status not in (301, 302, 303):
            break
        answer = await browser.get(answer.header("location"), headers)
    # The statements of the password check itself; the pages around it have rows of their own.
    return Answer(answer.status, [*counted.headers, *answer.headers], answer.body)


def _one_of(key: str, pattern: str) -> Send:
    async def send(browser: Browser, target: Target, headers: dict[str, str]) -> Answer:
        rows = target.scene[key]
        owners = target.scene["certified"]
        own = owners.index(browser.cookies[SESSION]) if SESSION in browser.cookies else 0
        return await browser.get(pattern.format(rows[own]), headers)

    return send


FLOOR = Request("bare Wagtail page", _get("/modules/module/"), contains=b"<h2>")
HELLO = Request("bare Django view", _get("/"), contains=b"hello")
MODULE = "module page (learner)"
SAVE = "attendance save (30)"
SAVE_DAY = "attendance save (30 × 2)"
DOWNLOAD = "certificate download"
REQUESTS = [
    Request(MODULE, _get(lambda t: t.scene["module_path"]), "learner", grows=True),
    Request("module page (anonymous)", _get(lambda t: t.scene["module_path"])),
    Request("home (anonymous)", _get("/lv/")),
    Request("schedule (anonymous)", _get("/lv/schedule/"), grows=True),
    Request("module catalogue (anonymous)", _get(lambda t: t.scene["catalogue"])),
    Request("my training (learner)", _get("/lv/my/"), "learner", grows=True),
    Request("choosing a group (learner)", _get("/lv/enrol/"), "learner", grows=True),
    Request("enrolment", _enrol, "fresh", 302, most=60, grows=True),
    Request(
        "quiz answer (saved at once)",
        _answer_question,
        "learner",
        contains=b'"saved": true',
        grows=True,
    ),
    Request("quiz submit", _submit_quiz, "learner", 302, grows=True),
    Request(
        "roster page (30 × 2)",
        _get(lambda t: f"/lv/sessions/{t.scene['roster']}/"),
        "trainer",
        grows=True,
    ),
    Request(SAVE, _save_attendance(1), "trainer", 302, most=60),
    Request(SAVE_DAY, _save_attendance(2), "trainer", 302, most=60, grows=True),
    Request("eligibility (learner)", _get("/lv/my/certificate/"), "certified", grows=True),
    Request(
        DOWNLOAD,
        _one_of("certificates", "/lv/certificates/{}/pdf/"),
        "certified",
        contains=b"%PDF",
        grows=True,
    ),
    # Thirty a minute from one address, as in production.
    Request("verification (anonymous)", _one_of("verification", "/verify/{}"), most=5),
    Request("counter and dashboard (manager)", _get("/lv/progress/"), "manager", grows=True),
    Request("calendar of a group", _get(lambda t: t.scene["calendar"]), contains=b"BEGIN:VEVENT"),
    Request("login", _log_in, most=12),
]
# Pages of a learner, held to a weight; the certificate is a document.
LEARNER_PAGES = [
    r.name for r in REQUESTS if r.status == 200 and r.name.endswith(("(learner)", "(anonymous)"))
]


async def count_statements(request: Request, target: Target) -> tuple[int, int] | None:
    """Send once to warm up and once counting: statements, and those that frame transactions."""
    browser = target.browser(request.who)
    await request.send(browser, target, {})
    answer = await request.send(browser, target, {ASKED: "1"})
    await browser.close()
    if not answer.header(STATEMENTS):  # the bare view has no database
        return None
    return int(answer.header(STATEMENTS)), int(answer.header(TRANSACTION))


def complete(scene: dict[str, Any]) -> dict[str, Any]:
    """Return what the generator told, with what follows from it."""
    return scene | {"catalogue": scene["module_path"].rsplit("/", 2)[0] + "/"}
