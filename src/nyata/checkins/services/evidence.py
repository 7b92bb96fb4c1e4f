"""The frames' store: partitions made ahead, held apart where somebody needs them, dropped when their time is over."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction
from psycopg import sql

from nyata.checkins.models import CheckIn, HeldFrames, Outcome
from nyata.checkins.selectors.frames import PARTITION_PREFIX, partition_days
from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind
from nyata.people.models import Person

# Judged and closed, or never to be judged again: only such frames may go. Everything else is still needed.
_STILL_NEEDED = """
SELECT c.id FROM checkins_checkin c
LEFT JOIN LATERAL (
    SELECT outcome FROM checkins_verdict v WHERE v.checkin_id = c.id ORDER BY v.id DESC LIMIT 1
) newest ON true
WHERE c.day = %s AND (newest.outcome IS NULL OR newest.outcome = ANY(%s))
"""
_MOVE = """
WITH moved AS (
    DELETE FROM checkins_frames WHERE day = %s AND checkin_id = ANY(%s) RETURNING checkin_id, sealed, lengths
)
INSERT INTO checkins_heldframes (checkin_id, sealed, lengths, why, held_by_id, held_at)
SELECT checkin_id, sealed, lengths, %s, %s, %s FROM moved
RETURNING checkin_id
"""
# A partition cannot be attached while the default one still holds rows of its day: they move first.
_MAKE = """
CREATE TABLE {name} (LIKE checkins_frames INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE);
WITH moved AS (DELETE FROM checkins_frames_default WHERE day = {day} RETURNING *)
INSERT INTO {name} SELECT * FROM moved;
ALTER TABLE checkins_frames ATTACH PARTITION {name} FOR VALUES FROM ({day}) TO ({next});
"""


@dataclass(frozen=True, slots=True)
class Dropped:
    """One day's frames that went: how many, and how many were held back and moved."""

    day: dt.date
    frames: int
    held: int


def ensure_partitions(*, first: dt.date, last: dt.date) -> list[dt.date]:
    """Make the partitions that are missing from `first` to `last`; returns their days. Safe to call at any time."""
    made = []
    for offset in range((last - first).days + 1):
        day = first + dt.timedelta(days=offset)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('checkins_frames'))")
            if day in partition_days():
                continue
            cursor.execute(
                sql.SQL(_MAKE).format(
                    name=_partition(day), day=sql.Literal(day), next=sql.Literal(day + dt.timedelta(days=1))
                )
            )
        made.append(day)
    return made


def drop_expired_frames(*, before: dt.date, at: dt.datetime) -> list[Dropped]:
    """Drop every day's frames older than `before`, moving first what a review or an unfinished verdict still needs.

    `before` is today minus the policy's days, which are never fewer than the days one may object. One ledger
    entry a day. What was held by an objection or a request was moved when that was asked for.
    """
    dropped = [_drop_partition(day, at) for day in partition_days() if day < before]
    return [*dropped, *_drop_late_ones(before, at)]


def forget_released(*, before: dt.datetime, at: dt.datetime) -> int:
    """Delete held frames that were released before that moment, by when everybody could still object."""
    with transaction.atomic():
        gone = list(
            HeldFrames.objects.select_for_update()
            .filter(released_at__lt=before)
            .values_list("checkin__public_id", flat=True)
        )
        if gone:
            HeldFrames.objects.filter(checkin__public_id__in=gone).delete()
            ledger.append(Kind.FRAMES_DROPPED, {"held": [str(public_id) for public_id in gone]}, at=at)
    return len(gone)


def move_to_held(*, checkin: CheckIn, why: str, by: Person | None, at: dt.datetime) -> bool:
    """Keep an attempt's frames beyond their day, in the caller's transaction; whether they are there to be kept.

    Frames already held stay held, also where they were about to be released.
    """
    again = HeldFrames.objects.filter(checkin=checkin).update(released_at=None, why=why, held_by=by)
    if not again and not _move(checkin.day, [checkin.pk], why, by, at):
        return False
    ledger.append(Kind.FRAMES_HELD, {"checkin": str(checkin.public_id), "why": why, "by": by and by.pk}, at=at)
    return True


def keep_for_objection(*, checkin: CheckIn, at: dt.datetime) -> None:
    """Keep the frames of an attempt that a person just declined as long as one may object to that, in the caller's
    transaction: the decision may come on the last day of their partition. What is held already stays as it is held.
    """
    if not HeldFrames.objects.filter(checkin=checkin).exists():
        move_to_held(checkin=checkin, why=HeldFrames.Why.REVIEW, by=None, at=at)


def release(*, checkin: CheckIn, why: str, at: dt.datetime) -> None:
    """What held the frames for this reason is over; they go when the time to object is over too."""
    HeldFrames.objects.filter(checkin=checkin, why=why, released_at=None).update(released_at=at)


def _partition(day: dt.date) -> sql.Identifier:
    return sql.Identifier(f"{PARTITION_PREFIX}{day:%Y%m%d}")


def _move(day: dt.date, checkins: Iterable[int], why: str, by: Person | None, at: dt.datetime) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_MOVE, [day, list(checkins), why, None if by is None else by.pk, at])
        return [row[0] for row in cursor.fetchall()]


def _hold_needed(day: dt.date, at: dt.datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_STILL_NEEDED, [day, [Outcome.REVIEW, Outcome.ERROR]])
        needed = [row[0] for row in cursor.fetchall()]
    moved = _move(day, needed, HeldFrames.Why.REVIEW, None, at)
    for public_id in CheckIn.objects.filter(pk__in=moved).values_list("public_id", flat=True):
        content = {"checkin": str(public_id), "why": HeldFrames.Why.REVIEW.value, "by": None}
        ledger.append(Kind.FRAMES_HELD, content, at=at)
    return len(moved)


def _drop_partition(day: dt.date, at: dt.datetime) -> Dropped:
    with transaction.atomic(), connection.cursor() as cursor:
        # Nobody adds a frame to the day while it is looked through and dropped.
        cursor.execute(sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(_partition(day)))
        held = _hold_needed(day, at)
        cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(_partition(day)))
        (frames,) = cursor.fetchone()
        cursor.execute(sql.SQL("DROP TABLE {}").format(_partition(day)))
        ledger.append(Kind.FRAMES_DROPPED, {"day": day.isoformat(), "attempts": frames, "held": held}, at=at)
    return Dropped(day, frames, held)


def _drop_late_ones(before: dt.date, at: dt.datetime) -> list[Dropped]:
    """The same for what lies in the default partition because its day had none."""
    dropped = []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE checkins_frames_default IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("SELECT DISTINCT day FROM checkins_frames_default WHERE day < %s ORDER BY day", [before])
        for (day,) in cursor.fetchall():
            held = _hold_needed(day, at)
            cursor.execute("DELETE FROM checkins_frames_default WHERE day = %s", [day])
            frames = cursor.rowcount
            content = {"day": day.isoformat(), "attempts": frames, "held": held}
            ledger.append(Kind.FRAMES_DROPPED, content, at=at)
            dropped.append(Dropped(day, frames, held))
    return dropped
