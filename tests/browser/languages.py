"""Does a page keep to its language? Letters give Latvian away, msgids and small words English."""

import re

import polib
from django.conf import settings
from playwright.sync_api import Page

LATVIAN_LETTERS = re.compile("[āčēģīķļņšūžĀČĒĢĪĶĻŅŠŪŽ]")
# Words that no Latvian sentence holds.
ENGLISH_WORDS = re.compile(
    r"\b(the|and|this|that|with|your|you|please|of|was|were|have|has|must|from|which|been)\b",
    re.IGNORECASE,
)
# Titles and invented people inside texts: they are called so in every language.
PROPER_NAMES = [
    "Radi iespēju pašvaldībai & jauniešiem digitāli",
    "21 rīks un 101 ideja digitālajam darbam ar jaunatni",
    "Uldis Kadiķis",
    "Liepa Ābele",
    *("Rūdis Kāpukalns", "Elza Zvirbulīte", "Reinis Kadiķis", "Oskars Ūdrs", "Liega Vāverīte"),
    *("Mārcis Ozolzīle", "Sanda Vējslotiņa", "Edvīns Kāpuliepa", "Edvīns", "Solvita Ķirsiņa"),
    "Rīg",  # the tile map shortens names
    "Jūr",
]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
# All texts of the page that claim to be in its own language: nodes and spoken attributes.
_TEXTS = """() => {
  const own = document.documentElement.lang, texts = [];
  const speaks = element => (element.closest("[lang]") ?? document.documentElement).lang === own;
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_ALL);
  for (let node = walker.currentNode; node; node = walker.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) {
      const parent = node.parentElement;
      if (!["SCRIPT", "STYLE"].includes(parent.tagName) && speaks(parent)) texts.push(node.data);
    } else if (node.nodeType === Node.ELEMENT_NODE && speaks(node)) {
      for (const name of ["alt", "title", "aria-label", "placeholder", "data-l"])
        if (node.getAttribute(name)) texts.push(node.getAttribute(name));
      if (node.tagName === "META" && node.name === "description") texts.push(node.content);
    }
  }
  return texts;
}"""


def texts(page: Page) -> list[str]:
    """Return the texts of the page that are not marked as another language."""
    return [text for raw in page.evaluate(_TEXTS) if (text := " ".join(raw.split()))]


class Vocabulary:
    """What is the same in both languages, and what must never stay English."""

    def __init__(self, names: list[str]) -> None:
        latvian = {name for name in [*PROPER_NAMES, *names] if LATVIAN_LETTERS.search(name)}
        self.names = sorted(latvian, key=len, reverse=True)  # no short one spoils a long one
        catalogue = settings.LOCALE_PATHS[0] / "lv" / "LC_MESSAGES" / "django.po"
        self.whole: set[str] = set()
        self.pieces: set[str] = set()
        if catalogue.exists():
            for entry in polib.pofile(str(catalogue)):
                self.add(entry.msgid, entry.msgstr)
                if entry.msgid_plural:
                    self.add(entry.msgid_plural, "")

    def add(self, msgid: str, msgstr: str) -> None:
        """Learn a string of the product and what it is in Latvian."""
        msgid = " ".join(msgid.split())
        if msgid != " ".join(msgstr.split()):
            if " " in msgid:  # single words may be Latvian too: "mentors"
                self.whole.add(msgid)
            piece = max((part.strip() for part in PLACEHOLDER.split(msgid)), key=len)
            if len(re.findall(r"[A-Za-z']{2,}", piece)) >= 3:
                self.pieces.add(piece)

    def latvian_in(self, shown: list[str]) -> list[str]:
        """Return the texts that hold Latvian letters outside names."""
        return [text for text in shown if LATVIAN_LETTERS.search(self._without_names(text))]

    def english_in(self, shown: list[str]) -> list[str]:
        """Return the texts that are an untranslated string, hold one, or read like English."""
        page = "\\n".join(shown)
        held = [piece for piece in self.pieces if piece in page]
        same = [text for text in shown if text in self.whole]
        reads = [text for text in shown if ENGLISH_WORDS.search(text)]
        return sorted({*held, *same, *reads})

    def _without_names(self, text: str) -> str:
        if LATVIAN_LETTERS.search(text):
            for name in self.names:
                text = text.replace(name, "")
        return text
