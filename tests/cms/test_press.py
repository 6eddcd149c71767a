"""The process that prints: whatever a document does, it harms nothing but its own print."""

import io
import os
import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext, suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pypdf
import pytest

from cms.exports import press as pressing
from cms.exports import printing
from cms.exports.pdf import FONTS
from cms.exports.press import CannotPrint, Press, TakesTooMuch

ROOT = Path(__file__).resolve().parents[2]
# In place of the library: a document that names one of these does it, any other is printed.
DEEDS = """
import os, socket, subprocess, sys, time
sys.path.insert(0, {folder!r})
import printing

def quietly(deed):
    try:
        deed()
    except Exception:
        pass

def hang():
    while True:
        pass

whole, dying = printing.write_frame, []

def write_frame(stream, content):
    if not dying:
        return whole(stream, content)
    stream.write(len(content).to_bytes(printing.LENGTH, "big") + content[:-9])
    stream.flush()
    os._exit(3)

printing.write_frame = write_frame

deeds = {{
    "computes for ever": hang,
    "sleeps for ever": lambda: time.sleep(3600),
    "takes all memory": lambda: bytes(10**9),
    "writes for ever": lambda: open(printing.tempfile.mktemp(), "wb").write(bytes(10**8)),
    "falls over": lambda: os._exit(3),
    "says good-bye": lambda: os._exit(0),
    "reads a password": lambda: quietly(lambda: open("/etc/passwd")),
    "reads as bytes": lambda: quietly(lambda: open(b"/etc/passwd")),
    "reads by the system": lambda: quietly(lambda: os.open("/etc/passwd", os.O_RDONLY)),
    "reads beside": lambda: quietly(lambda: open({beside!r})),
    "writes elsewhere": lambda: quietly(lambda: open("/tmp/printed-elsewhere", "w")),
    "calls home": lambda: quietly(lambda: socket.create_connection(("127.0.0.1", 9))),
    "asks for a name": lambda: quietly(lambda: socket.getaddrinfo("example.org", 80)),
    "starts a program": lambda: quietly(lambda: subprocess.run(["true"])),
    "asks the shell": lambda: quietly(lambda: os.system("true")),
    "dies while it answers": lambda: dying.append(1),
    "talks": lambda: print("P" * 100, flush=True),
}}
real = printing.print_document

def print_document(html, folders):
    for name, deed in deeds.items():
        if name in html:
            deed()
    return real(html, folders)

printing.print_document = print_document
{habits}
printing.main(sys.argv[1])
"""


@pytest.fixture
def pressed(tmp_path, monkeypatch):
    """Make presses whose program does what documents name; they end with the test, without a trace."""
    made = []
    rooms = tmp_path / "rooms"
    rooms.mkdir()
    monkeypatch.setattr(pressing.tempfile, "tempdir", str(rooms))

    def press(habits="", patience=20.0):
        program = tmp_path / f"program{len(made)}.py"
        program.write_text(
            DEEDS.format(
                folder=str(Path(printing.__file__).parent),
                beside=f"{FONTS}-of-others/x.ttf",
                habits=textwrap.dedent(habits),
            )
        )
        monkeypatch.setattr(pressing, "_PRINTING", program)
        made.append(Press(patience))
        return made[-1]

    yield press
    for one in made:
        one.stop()
    assert list(rooms.iterdir()) == []


def words(pdf):
    return pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text().strip()


def test_one_process_prints_one_document_after_the_other(pressed):
    press = pressed()

    assert words(press.print("<p>viens</p>", [FONTS])) == "viens"
    first = press._running.process.pid
    assert words(press.print("<p>divi</p>", [FONTS])) == "divi"

    assert press._running.process.pid == first != os.getpid()


def test_the_process_has_no_secrets_and_few_rights():
    press = Press()
    press.ready()
    process = Path(f"/proc/{press._running.process.pid}")
    given = (process / "environ").read_bytes()
    limits = {
        line[:26].strip(): line[26:47].strip()
        for line in (process / "limits").read_text().splitlines()
    }
    press.stop()

    assert given == b""
    assert limits["Max address space"] == str(300 * 1024**2)
    assert limits["Max file size"] == str(64 * 1024**2)
    assert limits["Max core file size"] == limits["Max processes"] == "0"


@pytest.mark.parametrize(
    ("deed", "reason"),
    [
        ("computes for ever", "the process ended with -24"),
        ("takes all memory", "too much memory"),
        ("writes for ever", "File too large"),
        ("falls over", "the process ended with 3"),
        ("dies while it answers", "the process ended with 3"),
        ("says good-bye", "the process ended with 0"),
        ("reads a password", "open /etc/passwd"),
        ("reads as bytes", "open /etc/passwd"),
        ("reads by the system", "open /etc/passwd"),
        ("reads beside", "fonts-of-others"),
        ("writes elsewhere", "open /tmp/printed-elsewhere"),
        ("calls home", "socket."),
        ("asks for a name", "socket.getaddrinfo"),
        ("starts a program", "subprocess.Popen"),
        ("asks the shell", "os.system"),
    ],
)
def test_a_deed_is_refused_and_the_next_document_printed(pressed, caplog, deed, reason):
    press = pressed("printing.SECONDS = 1")

    with pytest.raises(CannotPrint) as refused:
        press.print(f"<p>{deed}</p>", [FONTS])

    assert reason in str(refused.value)
    [line] = caplog.messages
    assert line.startswith("A document could not be printed: ")
    assert reason in line
    is_too_much = deed in {"computes for ever", "takes all memory"}
    assert isinstance(refused.value, TakesTooMuch) is is_too_much
    assert words(press.print("<p>nākamais</p>", [FONTS])).startswith("n")


def test_without_the_fence_the_same_deed_passes(pressed):
    press = pressed("printing.sys.addaudithook = lambda fence: None")

    assert words(press.print("<p>reads a password</p>", [FONTS])) == "reads a password"


def test_who_waits_too_long_is_told_so_and_not_stuck(pressed):
    press = pressed(patience=1.5)
    press.ready()
    began = threading.Event()

    def sleep():
        began.set()
        with pytest.raises(TakesTooMuch, match="ended with -9"):
            press.print("<p>sleeps for ever</p>", [FONTS])

    with ThreadPoolExecutor(1) as pool:
        sleeping = pool.submit(sleep)
        began.wait()
        time.sleep(0.2)
        press.patience = 0.3
        with pytest.raises(CannotPrint, match="other documents"):
            press.print("<p>es</p>", [FONTS])
        sleeping.result(timeout=10)

    press.patience = 20
    assert words(press.print("<p>es</p>", [FONTS])) == "es"


def test_what_a_library_says_does_not_get_between_the_documents(pressed):
    press = pressed()

    assert words(press.print("<p>talks</p>", [FONTS])) == "talks"
    assert words(press.print("<p>tad</p>", [FONTS])) == "tad"


@pytest.mark.parametrize("habit", ["printing.IDLE = 0.2", "printing.MOST_DOCUMENTS = 1"])
def test_a_process_that_went_home_is_followed_by_another(pressed, habit):
    press = pressed(habit)
    pids = []

    for number in range(3):
        assert words(press.print(f"<p>nr {number}</p>", [FONTS])) == f"nr {number}"
        pids.append(press._running.process.pid)
        time.sleep(0.5)

    assert len(set(pids)) == 3


@pytest.mark.parametrize("length", [0, 200_000])
def test_a_document_that_meets_an_ended_process_is_printed_by_the_next(pressed, length):
    press = pressed("printing.IDLE = 0.2")
    press.ready()
    first = press._running.process
    first.wait()
    first.returncode = None  # it ended after we looked
    first.poll = lambda: None

    assert words(press.print(f"<p>otrs</p><!-- {'x' * length} -->", [FONTS])) == "otrs"
    assert press._running.process is not first


def test_a_process_that_does_not_start_is_said(pressed):
    press = pressed("printing.sys.exit(7)")

    with pytest.raises(CannotPrint, match="did not start: 7"):
        press.print("<p>x</p>", [FONTS])


def by_many(press):
    """Let eight threads print ten documents each; return how many got another's or none."""

    def one(number):
        try:
            return words(press.print(f"<p>nr {number}</p>", [FONTS])) != f"nr {number}"
        except (CannotPrint, OSError, ValueError, IndexError, pypdf.errors.PyPdfError):
            return True

    with ThreadPoolExecutor(8) as pool:
        return sum(pool.map(one, range(80)))


def test_each_thread_gets_its_own_document(pressed):
    assert by_many(pressed()) == 0


def test_without_taking_turns_documents_are_mixed_up(pressed):
    press = pressed(patience=2.0)
    press.ready()
    turns = nullcontext()
    turns.acquire = lambda timeout: True
    turns.release = lambda: None
    press._turn = turns

    assert by_many(press) > 0


def test_it_ends_with_the_process_that_started_it_and_is_not_shared_by_a_fork():
    script = """
        import os, sys
        from cms.exports.pdf import FONTS, press
        press.ready()
        mine = press._running.process.pid
        if os.fork() == 0:
            press.print("<p>x</p>", [FONTS])
            print("other" if press._running.process.pid != mine else "same", flush=True)
            press.stop()
            os._exit(0)
        os.wait()
        print(mine, press._running.room, flush=True)
        os._exit(0)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    other, pid, room = done.stdout.split()

    assert other == "other"
    assert ended(int(pid))
    assert not Path(room).exists()


def ended(pid):
    status = Path(f"/proc/{pid}/status")
    for _ in range(100):
        if not status.exists() or "\nState:\tZ" in status.read_text():
            return True
        time.sleep(0.1)
    return False


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
