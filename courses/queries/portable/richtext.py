"""Rich text with references that mean the same in every installation."""

from collections.abc import Callable
from html import escape
from html.parser import HTMLParser

from django.utils.translation import gettext as _
from wagtail.whitelist import check_url

# What the editor's toolbar can make, and the attributes Wagtail gives it.
_BLOCKS = {"p", "ul", "ol", "li"}
_TAGS = _BLOCKS | {"b", "strong", "i", "em", "a", "br"}
_KINDS = {"page", "document"}
# What stands in them is no text.
_SILENT = {"script", "style", "template", "iframe", "object", "svg", "math", "noscript"}

Refer = Callable[[str, str], str | None]  # kind and reference to the other reference, if known


class RichTextWrong(Exception):
    """The text holds what no editor could have written; the message is a sentence."""


def rewrite(html: str, refer: Refer, *, has: str, gets: str, strict: bool) -> str:
    """Return the text anew with the references of its links looked up.

    A link names its page or document in the attribute ``has``; the answer of ``refer`` is written
    into ``gets``. A link without an answer loses its tags and keeps its words. What no editor can
    write raises RichTextWrong if strict; otherwise it is left out, as the editor's form does it.
    """
    writer = _Writer(refer, has, gets, strict)
    writer.feed(html)
    writer.close()
    return writer.finished()


class _Writer(HTMLParser):
    """Writes only what it knows, so that what comes out is safe however it was read."""

    def __init__(self, refer: Refer, has: str, gets: str, strict: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.refer, self.has, self.gets, self.strict = refer, has, gets, strict
        self.written: list[str] = []
        self.open: list[tuple[str, bool]] = []  # elements begun, and whether they are written
        self.silent = 0

    def finished(self) -> str:
        if self.open or self.silent:
            self._complain(_("The formatting of the text is damaged."))
        while self.open:
            self._end(*self.open.pop())
        return "".join(self.written)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TAGS:
            self._complain(_("The text holds “%(tag)s”, which no editor can write.") % {"tag": tag})
            self.silent += tag in _SILENT
            return
        if self.silent:
            return
        if tag == "br":
            self._attributes("br", attrs, ())
            self.written.append("<br/>")
            return
        given = self._link(attrs) if tag == "a" else self._attributes(tag, attrs, _known(tag))
        self.open.append((tag, given is not None))
        if given is not None:
            self.written.append(f"<{tag}{given}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br" or tag not in _TAGS:
            before = self.silent
            self.handle_starttag(tag, attrs)
            self.silent = before
        else:
            self._complain(_("The formatting of the text is damaged."))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _TAGS:
            self.silent -= tag in _SILENT and self.silent > 0
        elif tag != "br" and not self.silent:
            if not self.open or self.open[-1][0] != tag:
                self._complain(_("The formatting of the text is damaged."))
            if tag in [name for name, _written in self.open]:
                while self.open:
                    name, is_written = self.open.pop()
                    self._end(name, is_written)
                    if name == tag:
                        break

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.written.append(escape(data, quote=False))

    def handle_comment(self, data: str) -> None:
        self._complain(_("The text holds a comment, which no editor can write."))

    def handle_decl(self, decl: str) -> None:
        self.handle_comment(decl)

    def unknown_decl(self, data: str) -> None:
        self.handle_comment(data)

    def handle_pi(self, data: str) -> None:
        self.handle_comment(data)

    def _end(self, tag: str, is_written: bool) -> None:
        if is_written:
            self.written.append(f"</{tag}>")

    def _complain(self, sentence: str) -> None:
        if self.strict:
            raise RichTextWrong(sentence)

    def _attributes(
        self, tag: str, attrs: list[tuple[str, str | None]], known: tuple[str, ...]
    ) -> str:
        given: dict[str, str] = {}
        for name, value in attrs:
            if name not in known or name in given or value is None:
                self._complain(
                    _("The text holds “%(tag)s”, which no editor can write.")
                    % {"tag": f"{tag} {name}"}
                )
            else:
                given[name] = value
        return "".join(f' {name}="{escape(value)}"' for name, value in given.items())

    def _link(self, attrs: list[tuple[str, str | None]]) -> str | None:
        """Return the attributes of a link, or None for one that leads nowhere."""
        given = dict(attrs)
        kind, href = given.get("linktype"), given.get("href")
        if kind is not None:
            known: tuple[str, ...] = ("linktype", self.has)
            found = self.refer(kind, given.get(self.has) or "") if kind in _KINDS else None
            if kind not in _KINDS:
                self._complain(_("The text holds a link of an unknown kind."))
            attrs = [
                (self.gets, found) if name == self.has else (name, value) for name, value in attrs
            ]
            self._attributes("a", list(given.items()), known)
            return None if found is None else self._attributes("a", attrs, ("linktype", self.gets))
        if href is not None and check_url(href) is None:
            self._complain(_("The text holds a link to an address that may not be opened."))
            href = None
        written = self._attributes("a", attrs, ("href",))
        return None if href is None else written


def _known(tag: str) -> tuple[str, ...]:
    return ("data-block-key",) if tag in _BLOCKS else ()
