"""The memory against replays: marks of every burst's frames, kept longer than the frames themselves."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from nyata.checkins.models import FrameMark
from nyata.core.verification.facts import RepeatFacts
from nyata.faces.repeats import same_sequence
from nyata.ledger import statements

# Bursts that share a frame's bytes or look with this one, those that share most first. A burst sent again in another
# encoding keeps most of its perceptual hashes exactly, so the index finds it; how alike it is, is worked out then.
# The same bytes always have the same look, so one index finds both: it is the largest of all, 4 GB for 12,000 people.
_ALIKE = """
SELECT person_id, look,
       (SELECT count(*) FROM unnest(exact) one WHERE one = ANY(%(exact)s::bigint[])) AS same_bytes,
       (SELECT count(*) FROM unnest(look) one WHERE one = ANY(%(look)s::bigint[])) AS same_look
FROM checkins_framemark
WHERE look && %(look)s::bigint[] AND checkin_id <> %(own)s
ORDER BY same_bytes DESC, same_look DESC
LIMIT 10
"""
_REMEMBER = """
INSERT INTO checkins_framemark (checkin_id, person_id, day, exact, look)
VALUES (%s, %s, %s, %s::bigint[], %s::bigint[]) ON CONFLICT (checkin_id) DO NOTHING
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


def recall(checkin: int, person: int, marks: Marks, *, stalled: int, looped: int, look_bits: int) -> RepeatFacts:
    """What of a person's burst was seen before, in any other attempt of anybody. One query."""
    _, rows = statements.run(_ALIKE, {"exact": marks.exact, "look": marks.look, "own": checkin})
    new = [_unsigned(one) for one in marks.look]
    shares = [(same_sequence([_unsigned(one) for one in look], new, look_bits), whose) for whose, look, *_ in rows]
    seen_before = max((same for *_, same, _look in rows), default=0)
    share, alike = max(shares, default=(0.0, person))
    by_another = any(same and whose != person for whose, _, same, _look in rows)
    return RepeatFacts(stalled, looped, seen_before, share, by_another or (share > 0.5 and alike != person))


def remember(checkin: int, person: int, day: dt.date, marks: Marks) -> None:
    """Keep the marks of an attempt, once. One statement."""
    statements.run(_REMEMBER, [checkin, person, day, marks.exact, marks.look])


def forget(*, before: dt.date) -> int:
    """Delete the marks of days before that one; returns how many."""
    return FrameMark.objects.filter(day__lt=before)._raw_delete("default")


def _signed(value: int) -> int:
    return value - 2 * _SIGN if value >= _SIGN else value


def _unsigned(value: int) -> int:
    return value + 2 * _SIGN if value < 0 else value
