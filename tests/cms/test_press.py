"""The process that prints: whatever a document does, it harms nothing but its own print."""

import os
import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path

import pypdf
import pytest

from cms.exports.pdf import FONTS
from cms.exports.press import CannotPrint, Press, TakesTooMuch
from tests.cms.presses import words
from tests.server.processes import ROOT


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
