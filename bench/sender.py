"""The phones' side of the load, as a process of its own: sends prepared bodies over kept connections, nothing else.

`python -m bench.sender` reads one job as JSON from standard input and writes one result as JSON. It knows nothing of
Nyata. Every loop ends with the bodies or with the time, whichever comes first.
"""

import json
import mmap
import resource
import socket
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MARK = "----nyatabench000000000000000"
WAIT = 60.0  # for one answer, seconds


@dataclass
class Job:
    """Send bodies `first` to `last` of the shelf over so many connections.

    `rate` 0: each connection sends its next body as soon as the last was answered. Otherwise so many bodies a second
    begin, whether earlier ones were answered or not, and the time of an answer counts from when its turn had come.
    """

    shelf: str
    port: int
    first: int
    last: int
    connections: int
    seconds: float
    rate: float = 0.0


@dataclass
class Sending:
    """What is shared by the connections: whose turn it is, and what was answered."""

    job: Job
    entries: list[list[int]]
    heads: mmap.mmap
    frames: mmap.mmap
    begin: float = 0.0
    next: int = 0
    answers: list[tuple[float, float, int]] = field(default_factory=list)  # (due, seconds, status)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def turn(self) -> tuple[int, float] | None:
        """The next body and when it is due, or None at the end."""
        with self.lock:
            number, self.next = self.next, self.next + 1
        if self.job.first + number >= self.job.last:
            return None
        due = self.begin + number / self.job.rate if self.job.rate else time.monotonic()
        return None if due > self.begin + self.job.seconds else (self.job.first + number, due)


def main() -> int:
    """One job in, one result out."""
    job = Job(**json.load(sys.stdin))
    folder = Path(job.shelf)
    entries = json.loads((folder / "entries.json").read_text())
    with open(folder / "heads", "rb") as heads, open(folder / "frames", "rb") as frames:
        mapped = [mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) for file in (heads, frames)]
        sending = Sending(job, entries, *mapped)
    sending.begin = time.monotonic()
    began = _own_seconds()
    threads = [threading.Thread(target=_send, args=(sending,), daemon=True) for _ in range(job.connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(job.seconds + 2 * WAIT)
    json.dump(_result(sending, _own_seconds() - began), sys.stdout)
    return 0


def _result(sending: Sending, own: float) -> dict[str, Any]:
    ends = [due + seconds for due, seconds, _ in sending.answers]
    return {
        "own_seconds": own,
        "span": max(ends, default=sending.begin) - sending.begin,
        "answers": [(round(due - sending.begin, 4), round(took, 5), status) for due, took, status in sending.answers],
    }


def _own_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _send(sending: Sending) -> None:
    connection: socket.socket | None = None
    while (turn := sending.turn()) is not None:
        number, due = turn
        if due > time.monotonic():
            time.sleep(due - time.monotonic())
        try:
            if connection is None:
                connection = socket.create_connection(("127.0.0.1", sending.job.port), timeout=WAIT)
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            status, is_kept = _exchange(connection, sending, number)
        except OSError:
            status, is_kept = 0, False
        sending.answers.append((due, time.monotonic() - due, status))
        if not is_kept and connection is not None:
            connection.close()
            connection = None


def _exchange(connection: socket.socket, sending: Sending, number: int) -> tuple[int, bool]:
    """(status, whether the connection is kept) of one body sent."""
    head_at, head_length, frames_at, frames_length = sending.entries[number]
    request = (
        f"POST /api/v1/checkins HTTP/1.1\r\nHost: localhost:{sending.job.port}\r\n"
        "User-Agent: Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/142.0.0.0 Mobile Safari/537.36\r\n"
        f"Content-Type: multipart/form-data; boundary={MARK}\r\nContent-Length: {head_length + frames_length}\r\n\r\n"
    )
    connection.sendall(request.encode() + sending.heads[head_at : head_at + head_length])
    with memoryview(sending.frames) as view, view[frames_at : frames_at + frames_length] as part:
        connection.sendall(part)
    said = b""
    while b"\r\n\r\n" not in said:
        piece = connection.recv(65536)
        if not piece:
            raise ConnectionError("closed before an answer")
        said += piece
    head, _, body = said.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").lower().split("\r\n")
    fields = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
    missing = int(fields.get("content-length", "0")) - len(body)
    while missing > 0:
        piece = connection.recv(missing)
        if not piece:
            raise ConnectionError("closed within an answer")
        missing -= len(piece)
    return int(lines[0].split()[1]), fields.get("connection") != "close"


if __name__ == "__main__":
    sys.exit(main())
