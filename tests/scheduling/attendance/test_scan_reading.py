"""Reading what comes back from paper: the QR under all that happens to it, and hostile files."""

import io
import subprocess
import time

import pypdf
import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageFilter

from scheduling.exports.sheet import render_sheet
from scheduling.validators import scans as reading
from scheduling.validators.scans import SheetCode, read_scan, sheet_code
from tests.factories import paper, uploads

CODE = "7K3MX9QD2HV8TR5W"
CONTENT = {
    "groups": [{"code": "LAT-1", "name": "Latgale I"}],
    "day": {"code": "K1", "title": "Digitālais darbs ar jaunatni"},
    "date": "2024-05-08",
    "part": 1,
    "starts": "09:00",
    "ends": "12:15",
    "venue": "Vienības nams",
    "trainers": [],
    "grace_minutes": 10,
    "blank_lines": 3,
    "rows": [
        {"person": n, "name": f"Liepa Ābele {n}", "municipality": "Rīga", "birth_year": None}
        for n in range(20)
    ],
}


@pytest.fixture(scope="module")
def printed():
    return render_sheet(CONTENT, code=CODE, printed_code="7K3M-X9QD-2HV8-TR5W", language="lv").pdf


@pytest.fixture(scope="module", params=[100, 200])
def picture(request, printed, tmp_path_factory):
    return paper.drawn(printed, tmp_path_factory.mktemp("drawn"), dpi=request.param, page=2)


def turned(picture, degrees):
    return picture.rotate(degrees, expand=True, fillcolor="gray", resample=Image.Resampling.BICUBIC)


def slanted(picture, lean=0.12):
    """As photographed from below and from the side."""
    w, h = picture.size
    corners = (-w * lean, -h * lean, -w * lean * 0.4, h, w * (1 + lean * 0.2), h * 1.02, w * 1.1, 0)
    return picture.transform(
        (w, h), Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor="gray"
    )


def shaded(picture):
    """With the shadow of the one who photographs over half of the page."""
    shade = Image.linear_gradient("L").resize(picture.size).point(lambda value: 70 + value * 2 // 3)
    return Image.merge(
        "RGB", [Image.composite(p, p.point(lambda v: v // 3), shade) for p in picture.split()]
    )


DAMAGE = {
    "as it is": lambda p: p,
    "7 degrees": lambda p: turned(p, 7),
    "90 degrees": lambda p: turned(p, 90),
    "upside down": lambda p: turned(p, 180),
    "slanted": slanted,
    "slightly blurred": lambda p: p.filter(ImageFilter.GaussianBlur(0.8)),
    "shaded": shaded,
    "turned, slanted, shaded": lambda p: shaded(slanted(turned(p, 7), 0.06)),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_the_code_is_read_from_a_photograph(picture, damage):
    photographed = paper.photograph(DAMAGE[damage](picture), quality=40)

    [page] = read_scan(photographed).pages

    assert page.codes == [SheetCode(CODE, 2)]


def test_each_page_of_a_pdf_says_which_it_is(printed):
    found = read_scan(uploads.file("skeni.pdf", printed))

    assert [page.codes for page in found.pages] == [[SheetCode(CODE, 1)], [SheetCode(CODE, 2)]]
    assert (found.name, found.content_type) == ("skeni.pdf", "application/pdf")
    for page in found.pages:
        with Image.open(io.BytesIO(page.picture)) as shown:
            assert (shown.format, max(shown.size)) == ("JPEG", 1800)


def test_a_scanner_that_turns_its_pages_is_read_all_the_same(printed):
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(printed))
    writer.pages[1].rotate(270)
    out = io.BytesIO()
    writer.write(out)

    found = read_scan(uploads.file("skeni.pdf", out.getvalue()))

    assert [page.codes for page in found.pages] == [[SheetCode(CODE, 1)], [SheetCode(CODE, 2)]]


def test_what_the_camera_noted_is_heeded_and_not_passed_on(picture):
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright
    exif[0x010E] = "Daugavpils, 55.87, 26.53"
    content = paper.encoded(picture.rotate(90, expand=True), exif=exif, quality=90)

    [page] = read_scan(uploads.file("lapa.jpg", content)).pages

    with Image.open(io.BytesIO(page.picture)) as shown:
        assert shown.height > shown.width
        assert dict(shown.getexif()) == {}
    assert page.codes == [SheetCode(CODE, 2)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"https://x.lv/lv/sheet/{CODE}/1/", SheetCode(CODE, 1)),
        (f"http://127.0.0.1:8000/en/sheet/{CODE}/12/", SheetCode(CODE, 12)),
        (f"https://x.lv/lv/sheet/{CODE}/1/?next=https://evil.example", None),
        (f"javascript:alert(1)//x/lv/sheet/{CODE}/1/", None),
        (f"https://x.lv/lv/sheet/{CODE[:-1]}/1/", None),
        (f"https://x.lv/lv/sheet/{CODE.lower()}/1/", None),
        ("WIFI:S:x;T:WPA;P:x;;", None),
        ("", None),
    ],
)
def test_only_a_code_of_ours_is_believed(text, found):
    assert sheet_code(text) == found


def many_pages(count: int) -> bytes:
    writer = pypdf.PdfWriter()
    for _n in range(count):
        writer.add_blank_page(width=595, height=842)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def truncated(kind: str) -> bytes:
    noise = Image.effect_noise((600, 600), 80).convert("RGB")
    whole = paper.encoded(noise, kind)
    return whole[: len(whole) // 2]


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
REFUSED = {
    "svg": ("lapa.svg", SVG, "ending"),
    "svg as png": ("lapa.png", SVG, "mismatch"),
    "html as jpg": ("lapa.jpg", HTML, "mismatch"),
    "html as pdf": ("lapa.pdf", HTML, "mismatch"),
    "heic": ("lapa.heic", b"\0\0\0\x18ftypheic", "ending"),
    "two endings": ("lapa.html.jpg", uploads.picture("jpg"), "double_ending"),
    "empty": ("lapa.jpg", b"", "empty"),
    "pdf and zip": ("lapa.pdf", uploads.PDF + uploads.archive([("x.txt", b"x" * 99)]), "mismatch"),
    "png and zip": ("lapa.png", uploads.picture() + uploads.archive([("x", b"x")]), "mismatch"),
    "png and html": ("lapa.png", uploads.picture() + HTML, "mismatch"),
    "bomb": ("lapa.png", uploads.png_claiming(50_000, 50_000), "pixels"),
    "200 pages": ("lapa.pdf", many_pages(200), "pages"),
    "pdf without pages": ("lapa.pdf", uploads.PDF, "damaged"),
    "cut jpg": ("lapa.jpg", truncated("JPEG"), "damaged"),
    "cut png": ("lapa.png", truncated("PNG"), "mismatch"),
    "cut pdf": ("lapa.pdf", many_pages(3)[:200], "mismatch"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_hostile_file_gets_a_sentence(case):
    name, content, code = REFUSED[case]

    with pytest.raises(ValidationError) as refused:
        read_scan(uploads.file(name, content))

    assert refused.value.code == code
    [sentence] = refused.value.messages
    assert sentence.endswith(".")


def test_a_decoder_that_never_ends_is_stopped(tmp_path, monkeypatch):
    endless = tmp_path / "drawing.py"
    endless.write_text("while True: pass")
    monkeypatch.setattr(reading, "_DRAWING", endless)
    start = time.monotonic()

    with pytest.raises(ValidationError) as refused:
        read_scan(uploads.harmless("lapa.jpg"), patience=1)

    assert refused.value.code == "slow"
    assert time.monotonic() - start < 5


@pytest.mark.parametrize("answer", ["", "[]", "{}", '{"pages": [{}]}', "raise SystemExit(9)"])
def test_a_decoder_that_answers_nonsense_is_not_believed(answer, tmp_path, monkeypatch):
    broken = tmp_path / "drawing.py"
    broken.write_text(answer if answer.startswith("raise") else f"print({answer!r})")
    monkeypatch.setattr(reading, "_DRAWING", broken)

    with pytest.raises(ValidationError) as refused:
        read_scan(uploads.harmless("lapa.jpg"))

    assert refused.value.code == "damaged"


def test_a_file_there_is_no_time_for_is_not_begun():
    with pytest.raises(ValidationError) as refused:
        read_scan(uploads.harmless("lapa.jpg"), patience=0.5)

    assert refused.value.code == "no_time"


def test_the_decoder_can_neither_write_files_nor_take_much_memory(tmp_path):
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import drawing; drawing.limit()\n"
        "faults = []\n"
        "try:\n    open(sys.argv[2], 'wb', 0).write(b'x' * 9)\n"
        "except OSError: faults.append('file')\n"
        "try:\n    bytearray(3 * 1024**3)\n"
        "except MemoryError: faults.append('memory')\n"
        "print(*faults)\n"
    )
    folder = str(reading._DRAWING.parent)
    command = [reading.sys.executable, "-B", "-c", program, folder, str(tmp_path / "x")]

    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert done.stdout == "file memory\n"
