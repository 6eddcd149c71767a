"""Asking other sites whether a page still exists; never an address inside our own network.

An address comes from a text that an editor wrote, so it is treated as hostile: http and https
only, on their usual ports; every address the name stands for must be public; the connection goes
to the address that was examined, not to the name again; redirects are examined the same way. Only
the head of an answer is read, up to a limit of bytes and seconds.
"""

import datetime as dt
import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.utils import timezone

from cms.models import LinkCheck
from cms.queries.links import external_addresses

Result = LinkCheck.Result
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

ASK_AGAIN_AFTER = dt.timedelta(days=7)
_PORTS = {"http": 80, "https": 443}
_ALLOWED_PORTS = frozenset(_PORTS.values())
_MOST_SECONDS = 8.0
_MOST_BYTES = 16 * 1024
_MOST_REDIRECTS = 4
_LONGEST = 1000
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
_BEFORE_ERRORS = 400
# Their addresses carry a private IPv4 address inside, or lead through a translator of our own.
_TRANSLATED = [ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")]  # fmt: skip


class AddressRefused(Exception):
    """The address is not one that may be asked; the message says why."""


@dataclass(frozen=True)
class Answer:
    """What came back: the result, the status and where the page is now."""

    result: Result
    status: int | None = None
    location: str = ""


def check_links(*, most: int, now: dt.datetime | None = None) -> list[LinkCheck]:
    """Ask for external links that were not asked lately, and forget those no page has any more."""
    now = now or timezone.now()
    addresses = [address for address in external_addresses() if len(address) <= _LONGEST]
    LinkCheck.objects.exclude(address__in=addresses).delete()
    recent = LinkCheck.objects.filter(checked_at__gt=now - ASK_AGAIN_AFTER)
    known = set(recent.values_list("address", flat=True))
    due = [address for address in addresses if address not in known][:most]
    return [_check(address, now) for address in due]


def _check(address: str, now: dt.datetime) -> LinkCheck:
    answer = ask(address)
    row, _made = LinkCheck.objects.update_or_create(
        address=address,
        defaults={"result": answer.result, "status": answer.status, "checked_at": now},
    )
    return row


def ask(address: str) -> Answer:
    """Ask once, following redirects; an address that may not be asked is refused unasked."""
    until = time.monotonic() + _MOST_SECONDS
    try:
        for _hop in range(_MOST_REDIRECTS + 1):
            answer = _ask_here(address, until)
            if not answer.location:
                return answer
            address = urljoin(address, answer.location)
    except AddressRefused:
        return Answer(Result.REFUSED)
    except (OSError, ValueError):  # no such host, no answer, not HTTP
        return Answer(Result.FAILED)
    return Answer(Result.FAILED, answer.status)


def _ask_here(address: str, until: float) -> Answer:
    parts = _parts(address)
    public = resolve_public(parts.hostname or "", parts.port or _PORTS[parts.scheme])
    status, location = _request("HEAD", parts, public[0], until)
    if status >= _BEFORE_ERRORS:  # some sites answer HEAD wrongly
        status, location = _request("GET", parts, public[0], until)
    if status in _REDIRECTS and location:
        return Answer(Result.OK, status, location)
    if status in _GONE:
        return Answer(Result.GONE, status)
    return Answer(Result.OK if status < _BEFORE_ERRORS else Result.FAILED, status)


def _parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as wrong:
        raise AddressRefused(str(wrong)) from wrong
    if parts.scheme not in _PORTS or not parts.hostname:
        raise AddressRefused("not http or https")
    if parts.username is not None or (port or _PORTS[parts.scheme]) not in _ALLOWED_PORTS:
        raise AddressRefused("a name, a password or another port")
    return parts


def resolve_public(host: str, port: int) -> list[str]:
    """Return the addresses a name stands for; raise AddressRefused if any of them is not public."""
    name = host.encode("idna").decode() if not host.isascii() else host
    found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    numbers = [str(entry[4][0]).split("%")[0] for entry in found]
    private = [number for number in numbers if not is_public(ipaddress.ip_address(number))]
    if private or not numbers:
        raise AddressRefused(f"{host} is not public")
    return numbers


def is_public(address: Address) -> bool:
    """Say whether an address is on the open internet."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if any(address in network for network in _TRANSLATED):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _request(method: str, parts: SplitResult, number: str, until: float) -> tuple[int, str]:
    """Send one request to the examined address; return the status and the new location."""
    host = (parts.hostname or "").encode("idna").decode()
    port = parts.port or _PORTS[parts.scheme]
    target = quote(parts.path or "/", safe="/%:=&~+!$,;'@()*") + (
        f"?{quote(parts.query, safe='/%:=&?~+!$,;@()*[]')}" if parts.query else ""
    )
    head = f"{method} {target} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: link-check\r\nAccept: */*\r\nConnection: close\r\n\r\n"
    with socket.create_connection((number, port), timeout=_left(until)) as plain:
        if parts.scheme == "http":
            return _exchange(plain, head, until)
        context = ssl.create_default_context()
        with context.wrap_socket(plain, server_hostname=host) as safe:
            return _exchange(safe, head, until)


def _exchange(connection: socket.socket, head: str, until: float) -> tuple[int, str]:
    connection.settimeout(_left(until))
    connection.sendall(head.encode("ascii"))
    received = b""
    while b"\r\n\r\n" not in received and len(received) < _MOST_BYTES:
        connection.settimeout(_left(until))
        piece = connection.recv(4096)
        if not piece:
            break
        received += piece
    return _status_and_location(received.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n"))


def _status_and_location(lines: Iterable[str]) -> tuple[int, str]:
    first, *rest = lines
    version, _space, status = first.partition(" ")
    if not version.startswith("HTTP/") or not status[:3].isdecimal():
        raise ValueError("not an HTTP answer")
    for line in rest:
        name, _colon, value = line.partition(":")
        if name.strip().lower() == "location":
            return int(status[:3]), value.strip()
    return int(status[:3]), ""


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
