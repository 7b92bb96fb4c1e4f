"""How the web server is started: granian, its address, its certificate, and what is said when the port is taken."""

import errno
import ipaddress
import os
import socket
import ssl
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path

from nyata.config.failures import Failure
from nyata.config.home import home, write_private

MEASURED = ["--interface", "wsgi", "--workers", "2", "--blocking-threads", "8", "--no-ws"]
# A worker holds at most this many requests (a bundle is 250 kB); what comes on top waits in the kernel's queue.
WAITING = ["--backlog", "2048", "--backpressure", "128"]
KEEPING = ["--respawn-failed-workers", "--workers-kill-timeout", "5s", "--log-level", "warning"]


@dataclass(frozen=True)
class Address:
    """Where the server listens and how people reach it."""

    bind: str
    port: int
    name: str = "localhost"
    certificate: Path | None = None
    key: Path | None = None

    @property
    def origin(self) -> str:
        usual = 443 if self.certificate else 80
        port = "" if self.port == usual else f":{self.port}"
        return f"{'https' if self.certificate else 'http'}://{self.name}{port}"

    def command(self) -> list[str]:
        """The command line of granian."""
        words = [sys.executable, "-m", "granian", *MEASURED, *WAITING, *KEEPING]
        words += ["--host", self.bind, "--port", str(self.port)]
        if self.certificate and self.key:
            words += ["--ssl-certificate", str(self.certificate), "--ssl-keyfile", str(self.key)]
        return [*words, "nyata.config.wsgi:application"]


def port(given: int | None, usual: int) -> int:
    """The port asked for on the command line, in PORT, or the usual one."""
    try:
        number = given if given is not None else int(os.environ.get("PORT") or usual)
    except ValueError:
        number = 0
    if not 0 < number < 65536:
        raise Failure(f"PORT is no port: {given or os.environ.get('PORT')}", "Write a number from 1 to 65535.", 2)
    return number


def demo_address(given_port: int | None, host: str | None, cert: str | None, key: str | None) -> Address:
    """This machine alone, or with a host name and its certificate every phone that can reach it."""
    if not host:
        if cert or key:
            raise Failure("CERT and KEY are given without HOST", "Add HOST=name, the name in the certificate.", 2)
        return Address("127.0.0.1", port(given_port, 8000))
    if _is_number(host):
        raise Failure(f"HOST={host} is an address; passkeys need a name", "Give the machine a name and use that.", 2)
    if not (cert and key):
        raise Failure("HOST needs CERT and KEY: phones open camera and passkey over HTTPS only",
                      f"make demo HOST={host} CERT=cert.pem KEY=key.pem", 2)  # fmt: skip
    return Address("0.0.0.0", port(given_port, 8443), host, _readable(cert), server_key(_readable(key)))  # noqa: S104


def server_key(path: Path) -> Path:
    """The key in the one form granian reads (PKCS#8); another form is converted into a private copy."""
    from cryptography.hazmat.primitives import serialization as forms

    try:
        key = forms.load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError) as error:
        raise Failure(f"KEY={path} is no private key without password", "Give a PEM file.", 2) from error
    if b"BEGIN PRIVATE KEY" in path.read_bytes():
        return path
    copy = home() / "server-key.pem"
    text = key.private_bytes(forms.Encoding.PEM, forms.PrivateFormat.PKCS8, forms.NoEncryption())
    write_private(copy, text.decode())
    return copy


def require_free_port(address: Address) -> None:
    """Raise a Failure when something listens there already, or the port is not ours to take."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address.bind, address.port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise Failure(f"Port {address.port} is in use by another program",
                              f"Stop that one, or choose another port: PORT={address.port + 1}") from error  # fmt: skip
            raise Failure(f"Cannot listen on {address.bind}:{address.port} ({error.strerror})",
                          "Choose a port over 1024: PORT=8000") from error  # fmt: skip


def wait_until_it_answers(address: Address, alive: Callable[[], bool], seconds: float = 60) -> bool:
    """Whether the server gives a page within `seconds`; gives up when it is not alive or answers with an error."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and alive():
        try:
            return _ask(address, deadline - time.monotonic()) < 500
        except OSError:
            time.sleep(0.05)
    return False


def _ask(address: Address, seconds: float) -> int:
    """The status of one request over loopback; it carries nothing, so the certificate is not verified."""
    connection: HTTPConnection = HTTPConnection("127.0.0.1", address.port, timeout=seconds)
    if address.certificate:
        unverified = ssl._create_unverified_context()  # noqa: S323
        connection = HTTPSConnection("127.0.0.1", address.port, timeout=seconds, context=unverified)
    try:
        connection.request("HEAD", "/", headers={"Host": f"{address.name}:{address.port}"})
        return connection.getresponse().status
    except HTTPException as error:
        raise ConnectionError(str(error)) from error
    finally:
        connection.close()


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def _readable(name: str) -> Path:
    path = Path(name).expanduser().absolute()
    try:
        path.read_bytes()
    except OSError as error:
        raise Failure(f"{path} cannot be read ({error.strerror})", "Give the path of a PEM file.", 2) from error
    return path
