"""The memory against replays: marks of every burst, kept longer than its frames."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from nyata.checkins.models import FrameMark
from nyata.core.verification.facts import RepeatFacts
from nyata.faces.film import Film, FilmLimits, largest_share
from nyata.ledger import statements

# All other bursts of the person: about 500 in 400 days, gone through in a millisecond or two. Those of others are found
# by one frame in each, the one whose hash is least: a whole burst always is, k of its 12 frames with a chance of k/12.
# They would show another face in any case; an index of every frame of everybody was the largest of all.
_BEFORE = """
SELECT person_id, length(film), string_agg(film, ''::bytea), string_agg(exact, ''::bytea) FROM checkins_framemark
WHERE (person_id = %(person)s OR least = ANY(%(hashes)s::bigint[])) AND checkin_id <> %(own)s
GROUP BY person_id, length(film)
"""
_REMEMBER = """
INSERT INTO checkins_framemark (checkin_id, person_id, day, least, exact, film)
VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (checkin_id) DO NOTHING
"""
_KEPT = 6  # bytes of a frame's hash: two different frames of one person agree once in a hundred years


@dataclass(frozen=True, slots=True)
class Marks:
    """What is remembered of a burst: the first 8 bytes of each frame's SHA-256, and its film if there is one."""

    hashes: list[bytes]
    film: Film | None

    @property
    def numbers(self) -> list[int]:
        """The hashes as PostgreSQL's signed bigint."""
        return [int.from_bytes(one, "big", signed=True) for one in self.hashes]

    @property
    def exact(self) -> bytes:
        """Six bytes of each hash."""
        return b"".join(one[:_KEPT] for one in self.hashes)


def marks_of(frames: Sequence[bytes], film: Film | None) -> Marks:
    """The marks of a burst, also of frames that cannot be decoded."""
    return Marks([hashlib.sha256(frame).digest()[:8] for frame in frames], film)


def recall(checkin: int, person: int, marks: Marks, limits: FilmLimits) -> RepeatFacts:
    """What of a person's burst was seen before, in any other attempt. One query."""
    _, rows = statements.run(_BEFORE, {"person": person, "hashes": marks.numbers, "own": checkin}, binary=True)
    seen = {whose: _in_common(marks, b"".join(one[3] for one in rows if one[0] == whose)) for whose, *_ in rows}
    film = marks.film
    looks = [largest_share(film, one[2], one[1], limits) for one in rows if one[0] == person] if film else []
    return RepeatFacts(
        seen_before=max(seen.values(), default=0),
        look_share=max(looks, default=0.0),
        by_another=any(count and whose != person for whose, count in seen.items()),
    )


def remember(checkin: int, person: int, day: dt.date, marks: Marks) -> None:
    """Keep the marks of an attempt, once. One statement."""
    film = b"" if marks.film is None else marks.film.pack()
    statements.run(_REMEMBER, [checkin, person, day, min(marks.numbers), marks.exact, film])


def forget(*, before: dt.date) -> int:
    """Delete the marks of days before that one; returns how many."""
    return FrameMark.objects.filter(day__lt=before)._raw_delete("default")


def _in_common(one: Marks, exact: bytes) -> int:
    """How many of a burst's frames have the bytes of a frame remembered, in whatever burst."""
    return sum(frame[:_KEPT] in exact for frame in one.hashes)
