"""What a document may reach from the process that prints: nothing but its own files."""

import io
import textwrap
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer

import pypdf
import pytest

from cms.exports.pdf import FONTS
from cms.exports.press import CannotPrint
from tests.server.processes import ROOT


class Canary(BaseHTTPRequestHandler):
    """Counts who calls."""

    calls = 0

    def do_GET(self):
        """Count, and give nothing."""
        type(self).calls += 1
        self.send_error(404)

    def log_message(self, *args):
        """Say nothing."""


REACHING = [
    '<img src="{0}"/>',
    '<link rel="stylesheet" href="{0}"/>',
    "<style>@import url({0});</style>",
    "<style>@font-face{{font-family:x;src:url({0})}} p{{font-family:x}}</style><p>x</p>",
    "<style>@page{{background-image:url({0})}}</style><p>x</p>",
    "<style>p{{background-image:url({0})}}</style><p>x</p>",
    "<style>li{{list-style-image:url({0})}}</style><ul><li>x</li></ul>",
    """<img src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'
    xmlns:x='http://www.w3.org/1999/xlink'><image x:href='{0}' width='9' height='9'/></svg>"/>""",
    '<iframe src="{0}"></iframe>',
    '<object data="{0}"></object>',
]


@pytest.fixture
def canary():
    """A server of this machine that nothing may call."""
    Canary.calls = 0
    with HTTPServer(("127.0.0.1", 0), Canary) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"127.0.0.1:{server.server_port}/x.png"
        server.shutdown()
        thread.join()


def printed(press, targets):
    """Print every way of reaching out with every target; return the PDFs that were made."""
    pdfs = []
    for html in REACHING:
        for target in targets:
            with suppress(CannotPrint):
                pdfs.append(press.print(f"<p>sākums</p>{html.format(target)}", [FONTS]))
    return pdfs


def test_no_document_reaches_the_network_or_a_file_elsewhere(pressed, canary):
    base = ROOT / "lms" / "settings" / "base.py"
    files = [str(base), f"file://{base}", "../../../lms/settings/base.py", "/etc/passwd"]

    pdfs = printed(pressed(), [f"http://{canary}", f"//{canary}", *files, "/proc/self/environ"])

    assert Canary.calls == 0
    # What is printed all the same holds neither a file nor words of one.
    for pdf in pdfs:
        reader = pypdf.PdfReader(io.BytesIO(pdf))
        text = "".join(page.extract_text() for page in reader.pages)
        assert "SECRET_KEY" not in text
        assert "root:" not in text
        assert reader.attachments == {}


def test_the_fence_alone_stops_what_the_library_would_fetch(pressed, canary):
    lenient = """
        from xhtml2pdf.config.resources import ResourceAccessPolicy as Policy
        Policy.server = classmethod(lambda cls, **_: cls(allow_private_networks=True))
    """

    printed(pressed(lenient), [f"http://{canary}"])
    assert Canary.calls == 0

    printed(
        pressed(f"{textwrap.dedent(lenient)}\nprinting.sys.addaudithook = lambda fence: None"),
        [f"http://{canary}"],
    )
    assert Canary.calls > 3
