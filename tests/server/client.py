"""A small HTTP client for many requests at once: one keep-alive connection each, loopback only."""

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

SESSION, CSRF = "sessionid", "csrftoken"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        return dict(self.headers).get(name.lower(), "")

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Browser:
    """One visitor: cookies and a connection. Forms carry the CSRF token of the cookie."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    reader: asyncio.StreamReader | None = None
    writer: asyncio.StreamWriter | None = None

    async def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        return await self._ask("GET", path, b"", headers)

    async def post(
        self, path: str, form: Mapping[str, object], headers: Mapping[str, str] | None = None
    ) -> Answer:
        token = self.cookies.setdefault(CSRF, "c" * 32)
        body = urlencode({"csrfmiddlewaretoken": token, **form}, doseq=True).encode()
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return await self._ask("POST", path, body, kind | dict(headers or {}))

    async def post_json(
        self, path: str, sent: object, headers: Mapping[str, str] | None = None
    ) -> Answer:
        kind = {"Content-Type": "application/json"}
        return await self._ask("POST", path, json.dumps(sent).encode(), kind | dict(headers or {}))

    async def connect(self) -> None:
        if self.writer is None or self.reader is None or self.reader.at_eof():
            await self.close()
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)

    async def close(self) -> None:
        if self.writer is not None:
            self.writer.close()
            with suppress(OSError):
                await self.writer.wait_closed()
        self.reader = self.writer = None

    async def _ask(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str] | None
    ) -> Answer:
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", "Accept: text/html"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{k}={v}" for k, v in self.cookies.items()))
        if method == "POST":
            lines.append(f"Content-Length: {len(body)}")
        request = "\r\n".join([*lines, "", ""]).encode() + body
        try:
            await self.connect()
            answer = await self._exchange(request)
        except (ConnectionError, asyncio.IncompleteReadError):
            # The server closes idle connections and those of a worker it replaces.
            await self.close()
            if method != "GET":
                raise
            await self.connect()
            answer = await self._exchange(request)
        self._remember(answer)
        if answer.header("connection").lower() == "close":
            await self.close()
        return answer

    async def _exchange(self, request: bytes) -> Answer:
        assert self.reader is not None
        assert self.writer is not None
        self.writer.write(request)
        await self.writer.drain()
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin1").split("\r\n")
        headers = [
            (name.strip().lower(), value.strip())
            for name, _colon, value in (line.partition(":") for line in head[1:-2])
        ]
        named = dict(headers)
        if named.get("transfer-encoding", "").lower() == "chunked":
            body = await self._chunks()
        else:
            body = await self.reader.readexactly(int(named.get("content-length", 0)))
        return Answer(int(head[0].split()[1]), headers, body)

    async def _chunks(self) -> bytes:
        assert self.reader is not None
        parts = []
        while size := int(await self.reader.readline(), 16):
            parts.append(await self.reader.readexactly(size))
            await self.reader.readexactly(2)
        await self.reader.readline()
        return b"".join(parts)

    def _remember(self, answer: Answer) -> None:
        for name, value in answer.headers:
            if name == "set-cookie":
                key, _equals, kept = value.partition(";")[0].partition("=")
                self.cookies[key] = kept
