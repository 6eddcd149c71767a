"""The words a reader meets in a page of the Wagtail admin."""

from html.parser import HTMLParser

READ_ALOUD = {"aria-label", "title", "placeholder", "alt", "value"}


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in {"script", "style"}
        self.pieces += [text for name, text in attrs if name in READ_ALOUD and text]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(data)


def words(page: str) -> str:
    """The text of a page and of its attributes that are shown or read aloud."""
    parser = _Words()
    parser.feed(page)
    return "\n".join(" ".join(piece.split()) for piece in parser.pieces if piece.strip())
