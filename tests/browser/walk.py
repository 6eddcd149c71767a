"""A walk through every page as every role, in one language, wide and narrow, light and dark."""

from dataclasses import dataclass, field
from urllib.parse import urldefrag, urlsplit

from playwright.sync_api import Browser, Response

from tests.browser.accessibility import (
    as_tall_as_the_page,
    change_colours,
    violations,
)
from tests.browser.installation import Installation
from tests.browser.languages import Vocabulary, texts
from tests.browser.places import Place, Round, rounds
from tests.browser.visitors import NARROW, WIDE, Visitor

LEARNER_PAGE_LIMIT = 40_000
LEARNERS = {"participant", "newcomer"}
LINKS_PER_KIND = 2


@dataclass
class Findings:
    """What the walk found, by kind; one line for each fault."""

    visited: int = 0
    status: list[str] = field(default_factory=list)
    axe: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    lang: list[str] = field(default_factory=list)
    sideways: list[str] = field(default_factory=list)
    latvian: list[str] = field(default_factory=list)
    english: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    heavy: list[str] = field(default_factory=list)


def walk_everywhere(browser: Browser, product: Installation, language: str) -> Findings:
    """Go every round of a language and return what was found."""
    findings = Findings()
    vocabulary = Vocabulary(product.backstage("names"))
    for tour in rounds(product.backstage("places"), language):
        walker = Walker(browser, product.url, tour, vocabulary, findings)
        walker.go_round()
    return findings


class Walker:
    """Somebody of one role who looks at all their pages in one language."""

    def __init__(
        self,
        browser: Browser,
        url: str,
        tour: Round,
        vocabulary: Vocabulary,
        findings: Findings,
    ) -> None:
        self.tour = tour
        self.vocabulary = vocabulary
        self.findings = findings
        self.hrefs: set[str] = set()
        self.visitor = Visitor(browser, url, tour.language, reduced_motion="reduce")
        self.page = self.visitor.page

    def go_round(self) -> None:
        """Visit the places, fetch what they link to, and note the visitor's own complaints."""
        if self.tour.username:
            self.visitor.sign_in(self.tour.username)
        for place in self.tour.places:
            self._visit(place)
        self._follow_links()
        self.findings.faults += self.visitor.faults
        self.visitor.close()

    def _visit(self, place: Place) -> None:
        path = place.address(self.tour.language)
        where = f"{self.tour.username or 'anybody'} {path}"
        self.page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
        answer = self.page.goto(path)
        if answer is None or answer.status != place.status:
            said = answer and answer.status
            self.findings.status.append(f"{where}: {said}, expected {place.status}")
            return
        self.findings.visited += 1
        if place.status == 200:
            find = "all => all.map(a => new URL(a.getAttribute('href'), document.baseURI).href)"
            self.hrefs |= set(self.page.eval_on_selector_all("a[href]", find))
        self._weigh(where, answer)
        self._listen(where)
        self._look(where, WIDE[0])
        self._look(where, NARROW[0])
        if place.dark:
            change_colours(self.page, "dark")
            self._look(f"{where}, dark", NARROW[0])
            self._look(f"{where}, dark", WIDE[0])
            self.page.emulate_media(color_scheme="light")

    def _weigh(self, where: str, answer: Response) -> None:
        if self.tour.username in LEARNERS and (size := len(answer.body())) > LEARNER_PAGE_LIMIT:
            self.findings.heavy.append(f"{where}: {size} bytes")

    def _listen(self, where: str) -> None:
        """Is the page in one language, and in the one it names?"""
        lang = self.page.evaluate("document.documentElement.lang")
        if lang != self.tour.language:
            self.findings.lang.append(f"{where}: lang={lang}")
        shown = texts(self.page)
        if self.tour.language == "en":
            self.findings.latvian += [f"{where}: {t}" for t in self.vocabulary.latvian_in(shown)]
        else:
            self.findings.english += [f"{where}: {t}" for t in self.vocabulary.english_in(shown)]

    def _look(self, where: str, width: int) -> None:
        as_tall_as_the_page(self.page, width)
        extent = self.page.evaluate("document.scrollingElement.scrollWidth")
        if extent > width:
            self.findings.sideways.append(f"{where} at {width}: {extent} px")
        found = violations(self.page)
        self.findings.axe += [f"{where} at {width}: {line}" for line in found]

    def _follow_links(self) -> None:
        """Fetch what the pages link to: all of it, but only a few of the same kind."""
        seen: dict[str, int] = {}
        for href in sorted({urldefrag(href).url for href in self.hrefs}):
            kind = "".join("0" if ch.isdigit() else ch for ch in urlsplit(href).path)
            seen[kind] = seen.get(kind, 0) + 1
            if not href.startswith(self.visitor.url) or seen[kind] > LINKS_PER_KIND:
                continue
            answer = self.visitor.context.request.get(href)
            if answer.status != 200:
                said = f"{self.tour.username or 'anybody'} {href}: {answer.status}"
                self.findings.links.append(said)
