"""Where an attempt's frames lie: in the partition of their day, or held apart, or dropped by now."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection

from nyata.checkins.models import CheckIn
from nyata.ledger import statements

PARTITION_PREFIX = "checkins_frames_"

_FIND = """
SELECT sealed, lengths FROM checkins_frames WHERE day = %s AND checkin_id = %s
UNION ALL
SELECT sealed, lengths FROM checkins_heldframes WHERE checkin_id = %s
LIMIT 1
"""
_PARTITIONS = """
SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
WHERE inhparent = 'checkins_frames'::regclass ORDER BY relname
"""


@dataclass(frozen=True, slots=True)
class SealedFrames:
    """All frames of one attempt as one sealed piece, and how long each is in bytes once it is open."""

    sealed: bytes
    lengths: tuple[int, ...]

    def split(self, opened: bytes) -> list[bytes]:
        """The single frames of the opened piece. Raises ValueError where the lengths do not add up."""
        if sum(self.lengths) != len(opened):
            raise ValueError("the lengths of the frames do not add up")
        frames, start = [], 0
        for length in self.lengths:
            frames.append(opened[start : start + length])
            start += length
        return frames


def sealed_frames_of(checkin: CheckIn) -> SealedFrames | None:
    """The attempt's frames, or None where their time is over (or where it never had any). One query."""
    return sealed_frames(checkin.day, checkin.pk)


def sealed_frames(day: dt.date, checkin: int) -> SealedFrames | None:
    """The same, by the attempt's day and primary key."""
    _, rows = statements.run(_FIND, [day, checkin, checkin], binary=True)
    return SealedFrames(bytes(rows[0][0]), tuple(rows[0][1])) if rows else None


def partition_days() -> list[dt.date]:
    """The days that have a partition of their own, oldest first. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_PARTITIONS)
        names = [name.removeprefix(PARTITION_PREFIX) for (name,) in cursor.fetchall()]
    return [dt.date.fromisoformat(name) for name in names if name.isdigit()]
