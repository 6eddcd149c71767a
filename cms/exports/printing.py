"""Prints HTML as PDF, document after document; runs as a process of its own.

It knows nothing of the product and has neither its settings nor its secrets. It is started with
limits on time, memory and files, because it lays out texts that anybody may have written. Frames
come on standard input and leave on standard output: eight bytes of length, then the content.
"""

import io
import json
import mimetypes
import os
import resource
import select
import shutil
import sys
import sysconfig
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

MEMORY = 300 * 1024 * 1024  # of addresses; the library itself takes 85
SECONDS = 20  # of computing for one document
LARGEST_FILE = 64 * 1024 * 1024  # what the library puts aside while it prints
MOST_DOCUMENTS = 500  # then a fresh process, whatever the library has gathered
IDLE = 60  # seconds without work after which the process ends
LENGTH = 8  # bytes before each frame
PRINTED, REFUSED, TOO_LARGE = b"P", b"F", b"L"
MISSING_LETTER = "No font this document has"  # how the library begins that warning
_REACHING_OUT = ("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.fork", "os.system")
_FIRST = (
    '<html><body><img src="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptV'
    'AAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==" width="1"/>.</body></html>'
)


class Refused(Exception):
    """The document cannot be printed; says why, for the log."""


class Fence:
    """Refuses Python code of this process what printing does not need, and remembers it."""

    def __init__(self, *folders: str) -> None:
        """Let files of the folders be opened, and those of Python and its packages."""
        packages = map(sysconfig.get_path, ("stdlib", "platstdlib", "purelib", "platlib"))
        self._own = {os.path.realpath(folder) for folder in (*packages, *folders)}
        self._folders: set[str] = set()
        self.attempts: list[str] = []

    def open_for(self, *folders: str) -> None:
        """Begin a document: its files are within reach, and nothing was tried yet."""
        self._folders = {os.path.realpath(folder) for folder in folders}
        self.attempts.clear()

    def __call__(self, event: str, args: tuple[Any, ...]) -> None:
        """Look at what Python is about to do: an audit hook."""
        if event.startswith(_REACHING_OUT):
            self._refuse(event)
        if event == "open" and isinstance(args[0], (str, bytes)):
            path = os.path.realpath(os.fsdecode(args[0]))
            if not any(
                path == folder or path.startswith(folder + os.sep)
                for folder in self._own | self._folders
            ):
                self._refuse(f"open {path}")

    def _refuse(self, what: str) -> None:
        self.attempts.append(what)
        raise PermissionError(what)


def print_document(html: str, folders: list[str]) -> bytes:
    """Return the document as PDF; it may name files of the folders, those of the first by name.

    Raises Refused where a font or image is missing or lies elsewhere.
    """
    from xhtml2pdf import pisa  # noqa: PLC0415  # 1.3 seconds that only this process pays
    from xhtml2pdf.config.resources import ResourceAccessPolicy  # noqa: PLC0415  # as above

    first, *others = (Path(folder) for folder in folders)
    out = io.BytesIO()
    result = pisa.CreatePDF(
        html,
        dest=out,
        path=str(first / "document.html"),
        encoding="utf-8",
        resource_policy=ResourceAccessPolicy.server(
            base_dir=first, extra_roots=tuple(others), allow_remote=False
        ),
    )
    # A font or image that was refused counts only as a warning there; without it we print nothing.
    # A letter no font has (an emoji in a name) leaves a box and stays in the text.
    # What else the library says of a fault quotes the document, which is no matter for a log.
    faults = [said for _level, _line, said, _quoted in result.log]
    faults = [said for said in faults if not said.startswith(MISSING_LETTER)]
    if result.err or faults:
        raise Refused("; ".join(dict.fromkeys(faults)))
    return out.getvalue()


def limit_process() -> None:
    """Take away what a library gone wrong could use."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_document() -> None:
    """Let the process compute for some seconds more; then the system ends it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime) + 1 + SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))


def answer_to(request: bytes, fence: Fence) -> bytes:
    """Return the PDF or why there is none, with a letter before it that says which."""
    asked = json.loads(request)
    fence.open_for(*asked["folders"])
    try:
        pdf = print_document(asked["html"], asked["folders"])
    except MemoryError:
        return TOO_LARGE + b"it takes too much memory"
    except Exception as fault:  # noqa: BLE001  # whatever the library makes of foreign text
        return REFUSED + f"{type(fault).__name__}: {fault}"[:2000].encode(errors="replace")
    if fence.attempts:  # refused, and the library went on without it
        return REFUSED + f"It tried: {fence.attempts}"[:2000].encode(errors="replace")
    return PRINTED + pdf


def read_frame(stream: BinaryIO) -> bytes | None:
    """Return the next frame, or None where the other end has stopped, in the middle of one too."""
    head = stream.read(LENGTH)
    if len(head) < LENGTH:
        return None
    length = int.from_bytes(head, "big")
    content = stream.read(length)
    return content if len(content) == length else None


def write_frame(stream: BinaryIO, content: bytes) -> None:
    """Send one frame."""
    stream.write(len(content).to_bytes(LENGTH, "big") + content)
    stream.flush()


def requests_on(stream: BinaryIO) -> Iterable[bytes]:
    """Yield requests until the other end stops, nothing comes for long or it was enough."""
    for _ in range(MOST_DOCUMENTS):
        ready, _unused, _failed = select.select([stream], [], [], IDLE)
        request = read_frame(stream) if ready else None
        if request is None:
            return
        yield request


def main(room: str) -> None:
    """Say that the process is ready, then answer each request; the room is for what is put aside."""
    # Whatever a library prints must not stand between the frames.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    requests = os.fdopen(os.dup(0), "rb")
    limit_process()
    tempfile.tempdir = room
    # Both read files outside when they are first used.
    mimetypes.init()
    print_document(_FIRST, [room])
    fence = Fence(room)
    sys.addaudithook(fence)
    write_frame(answers, PRINTED)
    for request in requests_on(requests):
        limit_document()
        write_frame(answers, answer_to(request, fence))


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    finally:
        shutil.rmtree(sys.argv[1], ignore_errors=True)  # who started it may be gone
