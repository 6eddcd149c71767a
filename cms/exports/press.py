"""The process that prints for this one: started when first needed, ended when it goes wrong."""

import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from cms.exports.printing import PRINTED, SECONDS, TOO_LARGE, read_frame, write_frame

logger = logging.getLogger(__name__)

PATIENCE = 2 * SECONDS  # for one document, waiting for a processor included
_PRINTING = Path(__file__).with_name("printing.py")
_STOPPED = (-signal.SIGXCPU, -signal.SIGKILL)  # by the limit on computing, and by our own clock


class CannotPrint(Exception):
    """The PDF could not be made."""


class TakesTooMuch(CannotPrint):
    """This document took more time or memory than one may; another can still be printed."""


class _Running(NamedTuple):
    process: subprocess.Popen[bytes]
    requests: BinaryIO
    answers: BinaryIO
    room: str

    def end(self) -> int:
        """Wait until it has ended, tidy up and return how it did: 0 by itself, below by a signal."""
        code = self.process.wait()
        shutil.rmtree(self.room, ignore_errors=True)
        with suppress(BrokenPipeError):  # what it was being asked when it ended
            self.requests.close()
        self.answers.close()
        return code


class Press:
    """One process that prints document after document, whichever thread asks."""

    def __init__(self, patience: float = PATIENCE) -> None:
        """Start nothing yet. Patience is in seconds, for each document."""
        self.patience = patience
        self._turn = threading.Lock()
        self._running: _Running | None = None
        # A fork must not read what is printed for its parent.
        os.register_at_fork(after_in_child=self._forget)

    def ready(self) -> None:
        """Start the process where it does not run: half a second that no lock need last longer."""
        with self._turn:
            self._started()

    def print(self, html: str, folders: Sequence[Path]) -> bytes:
        """Return the document as PDF; files of the folders may be named in it.

        Raises CannotPrint where it is refused, TakesTooMuch where it wants more than one may have.
        """
        try:
            return self._printed(html, folders)
        except CannotPrint as refusal:
            # Readers get a sentence; whoever looks after the server needs the reason.
            logger.warning("A document could not be printed: %s", str(refusal)[:300])
            raise

    def _printed(self, html: str, folders: Sequence[Path]) -> bytes:
        asked = {"html": html, "folders": [str(folder) for folder in folders]}
        request = json.dumps(asked).encode()
        if not self._turn.acquire(timeout=self.patience):
            raise CannotPrint("other documents take too long")
        try:
            answer = self._answer(request)
        finally:
            self._turn.release()
        if answer.startswith(PRINTED):
            return answer[1:]
        refusal = TakesTooMuch if answer.startswith(TOO_LARGE) else CannotPrint
        raise refusal(answer[1:].decode(errors="replace"))

    def stop(self) -> None:
        """End the process; the next document starts another."""
        with self._turn:
            if self._running:
                self._running.process.kill()
                self._running.end()
                self._running = None

    def _forget(self) -> None:
        self._turn = threading.Lock()
        self._running = None

    def _answer(self, request: bytes) -> bytes:
        for _ in range(2):
            running = self._started()
            answer = self._asked(running, request)
            if answer is not None:
                return answer
            self._running = None
            # One that ended by itself had waited for long or printed enough, just as we asked.
            if (code := running.end()) != 0:
                break
        refusal = TakesTooMuch if code in _STOPPED else CannotPrint
        raise refusal(f"the process ended with {code}")

    def _asked(self, running: _Running, request: bytes | None) -> bytes | None:
        clock = threading.Timer(self.patience, running.process.kill)
        clock.start()
        try:
            if request is not None:
                write_frame(running.requests, request)
            return read_frame(running.answers)
        except BrokenPipeError:
            return None
        finally:
            clock.cancel()

    def _started(self) -> _Running:
        if self._running:
            if self._running.process.poll() is None:
                return self._running
            self._running.end()
            self._running = None
        room = tempfile.mkdtemp(prefix="printing-")
        process = subprocess.Popen(  # noqa: S603  # our own program; the text goes in as data
            [sys.executable, "-IB", str(_PRINTING), room],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
        )
        running = _Running(
            process, cast("BinaryIO", process.stdin), cast("BinaryIO", process.stdout), room
        )
        if self._asked(running, None) != PRINTED:
            raise CannotPrint(f"the process did not start: {running.end()}")
        self._running = running
        return running
