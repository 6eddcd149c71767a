"""Draws the paper certificates are printed on: the woven belt, as small vector PDFs."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

CONTENT = Path(__file__).resolve().parents[2] / "content"

DEEP, GROUND = HexColor("#0b3a30"), HexColor("#114a3d")
THREADS = {
    ".": GROUND,
    "a": HexColor("#ffbf2e"),
    "w": HexColor("#f3f8f4"),
    "m": HexColor("#d0324b"),
}
STITCH = 1.2 * mm
LEFT = 17.2 * mm
# One repeat of the belt, row by row. Diamonds share their tips; small crosses fill the sides.
REPEAT = [
    "a.www.a.www.a",
    "a..w.a.a.w..a",
    "a...a...a...a",
    "a..a..w..a..a",
    "a.a..w.w..a.a",
    "aa..w.m.w..aa",
    "a.a..w.w..a.a",
    "a..a..w..a..a",
    "a...a...a...a",
    "a..w.a.a.w..a",
]
WIDTH = len(REPEAT[0])


class Command(BaseCommand):
    """Write certificate-1.pdf and certificate-2.pdf; the same drawing gives the same bytes."""

    help = "Draw the paper of the certificate's two pages."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--into", type=Path, default=CONTENT / "images")

    def handle(self, *_args: Any, into: Path, **_options: Any) -> None:
        for page, repeats in ((1, 20), (2, 2)):
            canvas = Canvas(str(into / f"certificate-{page}.pdf"), pagesize=A4, invariant=1)
            _draw_belt(canvas, repeats)
            canvas.showPage()
            canvas.save()


def _draw_belt(canvas: Canvas, repeats: int) -> None:
    """Hang the belt from the top edge; it ends in a fringe.

    One repeat is a form of its own, drawn again and again: the renderer reads the page's own
    content for every certificate, and it stays a few lines long.
    """
    height = len(REPEAT) * STITCH
    canvas.beginForm("repeat", 0, 0, (WIDTH + 2) * STITCH, height)
    canvas.setFillColor(DEEP)
    canvas.rect(0, 0, (WIDTH + 2) * STITCH, height, stroke=0, fill=1)
    for row, threads in enumerate(REPEAT):
        for column, thread in enumerate(threads):
            _stitch(canvas, (column + 1) * STITCH, height - (row + 1) * STITCH, THREADS[thread])
    canvas.endForm()
    end = A4[1] - repeats * height
    for repeat in range(repeats):
        canvas.saveState()
        canvas.translate(LEFT - STITCH, end + repeat * height)
        canvas.doForm("repeat")
        canvas.restoreState()
    _draw_fringe(canvas, end)


def _stitch(canvas: Canvas, x: float, y: float, colour: Color) -> None:
    gap = STITCH * 0.06
    canvas.setFillColor(colour)
    canvas.rect(x + gap, y + gap, STITCH - 2 * gap, STITCH - 2 * gap, stroke=0, fill=1)


def _draw_fringe(canvas: Canvas, top: float) -> None:
    """Warp threads, each as long as its neighbour's twist allows."""
    lengths = [13, 14.4, 12.6, 14.8, 13.6, 15, 12.8, 14.2, 13.2, 14.9, 12.7, 14.5, 13.4, 14.1, 12.9]
    colours = [DEEP, THREADS["a"], DEEP, DEEP, THREADS["m"]]
    canvas.setLineWidth(0.42 * mm)
    canvas.setLineCap(1)
    for thread, length in enumerate(lengths):
        x = LEFT + (thread - 0.5) * STITCH
        distance = min(thread, len(lengths) - 1 - thread)
        canvas.setStrokeColor(colours[distance % len(colours)])
        canvas.line(x, top - 0.4 * mm, x, top - length * mm)
