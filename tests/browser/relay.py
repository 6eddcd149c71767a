"""A wire between browser and server that can be cut, and that loses things in bad weather."""

import random
import select
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field

LOST, UNHEARD, WELL = "lost", "unheard", "well"


@dataclass
class Weather:
    """How badly the wire works: shares of requests lost and of replies lost after the server acted."""

    loss: float = 0.0
    lost_replies: float = 0.0
    latency: float = 0.0
    seed: int = 1
    fates: dict[str, int] = field(default_factory=lambda: {LOST: 0, UNHEARD: 0, WELL: 0})

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)
        self._lock = threading.Lock()

    def fate(self) -> str:
        """Decide what becomes of the next request, after it has travelled for a while."""
        time.sleep(self.latency)
        with self._lock:
            is_lost = self._chance.random() < self.loss
            is_unheard = self._chance.random() < self.lost_replies
            found = LOST if is_lost else UNHEARD if is_unheard else WELL
            self.fates[found] += 1
        return found


class Relay:
    """Passes bytes from a port of its own to the server's port until it is cut."""

    def __init__(self, port: int) -> None:
        self.weather = Weather()
        self._server = port
        self._open: set[socket.socket] = set()
        self._listener: socket.socket | None = None
        self._port = 0
        self.mend()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def mend(self) -> None:
        """Listen, on the same port as before."""
        self._listener = socket.create_server(("127.0.0.1", self._port))
        self._port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def cut(self) -> None:
        """Break every connection and refuse new ones."""
        assert self._listener is not None
        for one in [self._listener, *self._open]:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._open.clear()

    def turn(self, weather: Weather) -> None:
        """Let another weather begin, for connections that are open as well."""
        self.weather = weather

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _address = listener.accept()
                far = socket.create_connection(("127.0.0.1", self._server))
                self._open |= {near, far}
                threading.Thread(target=self._converse, args=(near, far), daemon=True).start()

    def _converse(self, near: socket.socket, far: socket.socket) -> None:
        """Pass bytes both ways; each request has its own fate until its reply begins."""
        with suppress(OSError, ValueError):
            while self._pass_on(near, far):
                pass
        for one in (near, far):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
            self._open.discard(one)

    def _pass_on(self, near: socket.socket, far: socket.socket) -> bool:
        """Pass one request and the beginning of its reply; False when the connection is over."""
        fate = ""
        while True:
            source = select.select([near, far], [], [])[0][0]
            data = source.recv(65536)
            if source is near and data:
                fate = fate or self.weather.fate()
            lost = LOST if source is near else UNHEARD
            if not data or fate == lost:
                return False
            (far if source is near else near).sendall(data)
            if source is far:
                return True
