"""Signed bundles, ready to be sent: challenges put into the table beforehand, bodies written to files.

A body is a head of its own (payload and signatures, about 6 kB) and the frames' parts, which many heads may share:
intake never looks into a photograph, so 64 real bursts serve thousands of requests. Judging does, so for judging
every body has a burst of its own.
"""

import datetime as dt
import json
import os
import secrets
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.utils import timezone

from bench.performers import Burst
from bench.world import Bound
from nyata.checkins import keys
from nyata.checkins.models import Challenge
from nyata.core import anchor
from tests.client.bundle import Evidence, fix_at, sign

MARK = "----nyatabench000000000000000"
LIFE = dt.timedelta(hours=6)  # of the challenges: they are issued long before they are answered
BATCH = 2000


class Shelf:
    """Bodies in two files: heads and frames. `entries`: (head start, head length, frames start, frames length)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.entries: list[tuple[int, int, int, int]] = []
        self.bursts: list[Burst] = []  # those whose frames are on the shelf, where they are shared
        self._places: list[tuple[int, int]] = []
        self._heads, self._frames = open(folder / "heads", "wb"), open(folder / "frames", "wb")  # noqa: SIM115

    def share(self, bursts: Sequence[Burst]) -> None:
        """Put bursts on the shelf that many bodies use."""
        for burst in bursts:
            self.bursts.append(burst)
            self._places.append(self._keep(_frames_part(burst)))

    def add(self, people: Sequence[Bound], origin: str, bursts: Iterator[Burst] | None = None) -> range:
        """A bundle of each person, with the next burst of `bursts` or a shared one; returns their places here."""
        first, now = len(self.entries), timezone.now()
        asked: list[Challenge] = []
        for at, one in enumerate(people):
            burst = next(bursts) if bursts else self.bursts[at % len(self.bursts)]
            challenge = Challenge(
                id=uuid.uuid4(),
                person_id=one.person,
                purpose="in",
                nonce=burst.nonce,
                issued_at=now,
                expires_at=now + LIFE,
            )
            asked.append(challenge)
            place = self._keep(_frames_part(burst)) if bursts else self._places[at % len(self._places)]
            head = _head(one, challenge, burst, origin, now)
            self.entries.append((self._heads.tell(), len(head), *place))
            self._heads.write(head)
        Challenge.objects.bulk_create(asked, batch_size=BATCH)
        self._flush()
        return range(first, len(self.entries))

    def close(self) -> None:
        self._heads.close()
        self._frames.close()

    def _keep(self, part: bytes) -> tuple[int, int]:
        start = self._frames.tell()
        self._frames.write(part)
        return start, len(part)

    def _flush(self) -> None:
        self._heads.flush()
        self._frames.flush()
        os.fsync(self._frames.fileno())  # else the disk is still busy with it while the database is measured
        (self.folder / "entries.json").write_text(json.dumps(self.entries))


def _head(one: Bound, challenge: Challenge, burst: Burst, origin: str, now: dt.datetime) -> bytes:
    """The body as a browser writes it, without its frames."""
    wall = int(now.timestamp() * 1000)
    token = anchor.make(keys.anchor_key(), at=now, person=one.person, salt=secrets.token_bytes(8))
    evidence = Evidence(
        purpose="in",
        anchor=token,
        wall_ms=wall,
        elapsed_ms=900,
        challenge=str(challenge.id),
        frames=burst.frames,
        times_ms=burst.times_ms,
        fixes=[fix_at(*one.here, time_ms=wall + 300 * n, at_ms=300 * n) for n in range(3)],
        origin=origin,
    )
    signed = sign(evidence.payload(one.page), burst.frames, burst.nonce, one.passkey, one.page)
    content_type, body = signed.but(frames=[]).body()
    mark = content_type.rpartition("=")[2]
    return body.removesuffix(f"--{mark}--\r\n".encode()).replace(mark.encode(), MARK.encode())


def _frames_part(burst: Burst) -> bytes:
    name = 'Content-Disposition: form-data; name="frame"; filename="frame.jpg"'
    head = f"--{MARK}\r\n{name}\r\nContent-Type: image/jpeg\r\n\r\n".encode()
    parts = [head + frame + b"\r\n" for frame in burst.frames]
    return b"".join(parts) + f"--{MARK}--\r\n".encode()
