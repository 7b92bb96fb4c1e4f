"""How a phone reaches the server. Over HTTP with the standard library; tests may give it another way."""

import http.client
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Protocol
from urllib.parse import urlsplit


class Transport(Protocol):
    """Sends one request and keeps cookies. Returns (status, body); raises OSError without network."""

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> tuple[int, bytes]: ...


@dataclass
class HttpTransport:
    """One kept-alive connection to `base` (http://localhost:8000)."""

    base: str
    timeout: float = 30.0
    cookies: dict[str, str] = field(default_factory=dict)
    _connection: http.client.HTTPConnection | None = None

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> tuple[int, bytes]:
        """Send it, once more on a fresh connection where the kept one was closed meanwhile."""
        kept = self._connection is not None
        try:
            return self._send(method, path, headers, body)
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            self.close()
            if not kept:
                raise
            return self._send(method, path, headers, body)

    def _send(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> tuple[int, bytes]:
        if self._connection is None:
            parts = urlsplit(self.base)
            kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
            self._connection = kind(parts.hostname or "localhost", parts.port, timeout=self.timeout)
        told = dict(headers)
        if self.cookies:
            told["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self._connection.request(method, path, body or None, told)
        answer = self._connection.getresponse()
        said = answer.read()
        for line in answer.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return answer.status, said

    def close(self) -> None:
        """Let the connection go."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
