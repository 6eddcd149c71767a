"""Word documents for tests, written part by part as Word writes them."""

from collections.abc import Iterable
from html import escape

from tests.factories.uploads import RELATIONS, archive

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMES = (
    f'xmlns:w="{W}"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="png" ContentType="image/png"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>'
)
# Ids as the Latvian Word writes them; the names stay English in every Word.
_STYLES = {
    "Nosaukums": "Title",
    "Virsraksts1": "heading 1",
    "Virsraksts2": "heading 2",
    "Virsraksts3": "heading 3",
    "Virsraksts7": "heading 7",
    "Saturs1": "toc 1",
    "Parakstszemobjekta": "caption",
}
_NUMBERING = "".join(
    f'<w:abstractNum w:abstractNumId="{n}">'
    + "".join(f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="{kind}"/></w:lvl>' for level in range(9))
    + "</w:abstractNum>"
    for n, kind in enumerate(("bullet", "decimal"))
) + "".join(f'<w:num w:numId="{n + 1}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(2))
HEADINGS = {1: "Virsraksts1", 2: "Virsraksts2", 3: "Virsraksts3", 7: "Virsraksts7"}


def run(text: str, *marks: str) -> str:
    """Words with marks such as "b", "i" or 'color w:val="FF0000"'."""
    properties = "".join(f"<w:{mark}/>" for mark in marks)
    words = "".join(
        f'<w:t xml:space="preserve">{escape(line, quote=False)}</w:t>' if n % 2 == 0 else "<w:br/>"
        for n, line in enumerate(_with_breaks(text))
    )
    return f"<w:r><w:rPr>{properties}</w:rPr>{words}</w:r>"


def _with_breaks(text: str) -> list[str]:
    lines = text.split("\n")
    return [piece for line in lines for piece in (line, "\n")][:-1]


def paragraph(
    *content: str, style: str = "", level: int | None = None, ordered: bool = False
) -> str:
    """A paragraph of runs or plain text; with a level, an item of a list."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if level is not None:
        number = 2 if ordered else 1
        properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    inner = "".join(c if c.startswith("<w:") else run(c) for c in content)
    return f'<w:p w:rsidR="00A1"><w:pPr>{properties}</w:pPr>{inner}</w:p>'


def heading(text: str, level: int = 1) -> str:
    return paragraph(text, style=HEADINGS[level])


def item(*content: str, level: int = 0, ordered: bool = False) -> str:
    return paragraph(*content, level=level, ordered=ordered)


def link(text: str, relation: str) -> str:
    return f'<w:hyperlink r:id="{relation}">{run(text)}</w:hyperlink>'


def inserted(text: str) -> str:
    return f'<w:ins w:id="1" w:author="A">{run(text)}</w:ins>'


def deleted(text: str) -> str:
    return f'<w:del w:id="2" w:author="A"><w:r><w:delText>{text}</w:delText></w:r></w:del>'


def note(number: int, kind: str = "footnote") -> str:
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def comment(number: int) -> str:
    return f'<w:r><w:commentReference w:id="{number}"/></w:r>'


def picture(alt: str = "", relation: str = "rImg") -> str:
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="{alt}"/><a:graphic>'
        "<a:graphicData><pic:pic><pic:blipFill>"
        f'<a:blip r:embed="{relation}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def cell(*content: str, columns: int = 1, down: str = "") -> str:
    """A cell of paragraphs or plain text; down is "restart" or "continue" of a merge."""
    properties = f'<w:gridSpan w:val="{columns}"/>' if columns != 1 else ""
    properties += f'<w:vMerge w:val="{down}"/>' if down else ""
    inner = "".join(c if c.startswith("<w:") else paragraph(c) for c in content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def row(*cells: str, is_header: bool = False) -> str:
    properties = "<w:trPr><w:tblHeader/></w:trPr>" if is_header else ""
    return f"<w:tr>{properties}{''.join(c if c.startswith('<w:tc') else cell(c) for c in cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def part(root: str, inner: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:{root} {_NAMES}>{inner}</w:{root}>'


def relation(name: str, kind: str, target: str, *, external: bool = False) -> str:
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="{name}" Type="{_TYPE}/{kind}" Target="{escape(target)}"{mode}/>'


def document(
    *body: str,
    links: dict[str, str] | None = None,
    footnotes: Iterable[str] = (),
    comments: Iterable[str] = (),
    extra: Iterable[tuple[str, bytes | str]] = (),
    main: bytes | str = "",
) -> bytes:
    """A whole .docx with this body; links are addresses by the name of their relation."""
    relations = [
        *(relation(k, "hyperlink", v, external=True) for k, v in (links or {}).items()),
        relation("rImg", "image", "media/image1.png"),
    ]
    notes = "".join(
        f'<w:footnote w:id="{n}">{paragraph(text)}</w:footnote>'
        for n, text in enumerate(footnotes, 1)
    )
    said = "".join(
        f'<w:comment w:id="{n}" w:author="A">{paragraph(text)}</w:comment>'
        for n, text in enumerate(comments, 1)
    )
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in _STYLES.items()
    )
    return archive(
        [
            ("[Content_Types].xml", TYPES),
            (
                "_rels/.rels",
                RELATIONS.format(relation("r1", "officeDocument", "word/document.xml")),
            ),
            (
                "word/document.xml",
                main or part("document", f"<w:body>{''.join(body)}<w:sectPr/></w:body>"),
            ),
            ("word/_rels/document.xml.rels", RELATIONS.format("".join(relations))),
            ("word/styles.xml", part("styles", styles)),
            ("word/numbering.xml", part("numbering", _NUMBERING)),
            ("word/footnotes.xml", part("footnotes", notes)),
            ("word/comments.xml", part("comments", said)),
            ("word/media/image1.png", b"\x89PNG\r\n\x1a\n"),
            *extra,
        ]
    )
