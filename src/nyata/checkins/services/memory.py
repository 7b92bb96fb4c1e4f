"""The memory against replays: marks of every burst's frames, kept longer than the frames themselves."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from nyata.checkins.models import CheckIn, FrameMark
from nyata.core.verification.facts import RepeatFacts
from nyata.faces.repeats import same_sequence

# Bursts that share a frame's bytes or look with this one, those that share most first. A burst sent again in another
# encoding keeps most of its perceptual hashes exactly, so the index finds it; how alike it is, is worked out then.
_ALIKE = """
SELECT person_id, look,
       (SELECT count(*) FROM unnest(exact) one WHERE one = ANY(%(exact)s)) AS same_bytes,
       (SELECT count(*) FROM unnest(look) one WHERE one = ANY(%(look)s)) AS same_look
FROM checkins_framemark
WHERE (exact && %(exact)s OR look && %(look)s) AND checkin_id <> %(own)s
ORDER BY same_bytes DESC, same_look DESC
LIMIT 10
"""
_SIGN = 1 << 63


@dataclass(frozen=True, slots=True)
class Marks:
    """What is remembered of a burst, as PostgreSQL's signed bigint."""

    exact: list[int]
    look: list[int]


def marks_of(frames: Sequence[bytes], hashes: Sequence[int | None]) -> Marks:
    """The marks of a burst: the first 8 bytes of each frame's SHA-256, and the perceptual hashes that there are."""
    exact = [int.from_bytes(hashlib.sha256(frame).digest()[:8], "big", signed=True) for frame in frames]
    return Marks(exact, [_signed(one) for one in hashes if one is not None])


def recall(checkin: CheckIn, marks: Marks, *, stalled: int, looped: int, look_bits: int) -> RepeatFacts:
    """What of a burst was seen before, in any other attempt of anybody. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE, {"exact": marks.exact, "look": marks.look, "own": checkin.pk})
        rows = cursor.fetchall()
    new = [_unsigned(one) for one in marks.look]
    shares = [(same_sequence([_unsigned(one) for one in look], new, look_bits), person) for person, look, *_ in rows]
    seen_before = max((same for *_, same, _look in rows), default=0)
    share, whose = max(shares, default=(0.0, checkin.person_id))
    by_another = any(same and person != checkin.person_id for person, _, same, _look in rows)
    return RepeatFacts(stalled, looped, seen_before, share, by_another or (share > 0.5 and whose != checkin.person_id))


def remember(checkin: CheckIn, marks: Marks) -> None:
    """Keep the marks of an attempt, once. One statement."""
    mark = FrameMark(checkin=checkin, person_id=checkin.person_id, day=checkin.day, exact=marks.exact, look=marks.look)
    FrameMark.objects.bulk_create([mark], ignore_conflicts=True)


def forget(*, before: dt.date) -> int:
    """Delete the marks of days before that one; returns how many."""
    return FrameMark.objects.filter(day__lt=before)._raw_delete("default")


def _signed(value: int) -> int:
    return value - 2 * _SIGN if value >= _SIGN else value


def _unsigned(value: int) -> int:
    return value + 2 * _SIGN if value < 0 else value
