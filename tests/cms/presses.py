"""A printing process that does what documents name, in place of the library."""

import io
import textwrap
from pathlib import Path

import pypdf

from cms.exports import printing
from cms.exports.pdf import FONTS

# A document that names one of these does it, any other is printed.
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


def program(habits):
    """Return the program as text; habits are words of Python that come before it starts."""
    return DEEDS.format(
        folder=str(Path(printing.__file__).parent),
        beside=f"{FONTS}-of-others/x.ttf",
        habits=textwrap.dedent(habits),
    )


def words(pdf):
    return pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text().strip()
