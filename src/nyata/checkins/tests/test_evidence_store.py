"""The evidence store: insert-only, by day, never losing what somebody needs, gone when its time is over."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from nyata.checkins import selectors
from nyata.checkins.models import (
    Attestation,
    AttestationCheck,
    CheckIn,
    HeldFrames,
    Outcome,
    PhotoLook,
    Refusal,
    Verdict,
)
from nyata.checkins.selectors.frames import partition_days
from nyata.checkins.services import evidence, hold_frames
from nyata.checkins.services.verdicts import Ruling, lock, write
from nyata.checkins.tasks import keep_evidence_at
from nyata.ledger.models import Opening

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 23)


def attempt(world, verdict: str | None = Outcome.ACCEPTED) -> CheckIn:
    answer = world.phone.check_in()
    assert answer.status == 201
    checkin = CheckIn.objects.get(public_id=answer.body["id"])
    if verdict:
        write(lock(checkin.pk), Ruling("first", verdict, ["waiting"], [], "0" * 64), timezone.now())
    return checkin


def where(checkin: CheckIn) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM checkins_frames WHERE checkin_id = %s", [checkin.pk])
        row = cursor.fetchone()
    return row[0] if row else None


def refused(statement: str) -> str:
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a pending foreign key would refuse first
        cursor.execute(statement)
    return str(caught.value)


# Insert-only


@pytest.mark.parametrize(
    "table",
    [
        "checkins_checkin",
        "checkins_verdict",
        "checkins_refusal",
        "checkins_attestation",
        "checkins_attestationcheck",
        "checkins_photolook",
    ],
)
def test_evidence_and_what_was_said_of_it_can_be_neither_changed_nor_deleted_nor_emptied(world, table):
    checkin, now = attempt(world), timezone.now()
    hr = world.cast.hr
    Refusal.objects.create(person=checkin.person, reason="device_unknown", refused_at=now)
    PhotoLook.objects.create(checkin=checkin, actor=hr, why="review", looked_at=now)
    vouched = Attestation.objects.create(
        person=checkin.person, witness=world.cast.supervisor, purpose="in", reason="face", digest=b"d" * 32, payload={},
        proof={}, made_at=now, day=checkin.day,
    )  # fmt: skip
    AttestationCheck.objects.create(attestation=vouched, checked_by=hr, agrees=True, made_at=now)
    column = {
        "checkins_checkin": "receipt = 'x'",
        "checkins_verdict": "words = 'x'",
        "checkins_refusal": "client = 'x'",
        "checkins_attestation": "words = 'x'",
        "checkins_attestationcheck": "words = 'x'",
        "checkins_photolook": "why = 'x'",
    }
    assert "insert-only" in refused(f"UPDATE {table} SET {column[table]}")  # noqa: S608
    assert "insert-only" in refused(f"DELETE FROM {table}")  # noqa: S608
    assert "insert-only" in refused(f"TRUNCATE {table} CASCADE")


# Partitions


def test_a_day_without_a_partition_loses_nobodys_check_in(world):
    checkin = attempt(world)
    assert partition_days() == []
    assert where(checkin) == "checkins_frames_default"
    assert selectors.sealed_frames_of(checkin) is not None


def test_a_partition_made_late_takes_over_what_came_before_it(world):
    checkin = attempt(world)
    before = selectors.sealed_frames_of(checkin)
    made = evidence.ensure_partitions(first=checkin.day, last=checkin.day + dt.timedelta(days=2))
    assert len(made) == 3
    assert where(checkin) == f"checkins_frames_{checkin.day:%Y%m%d}"
    assert selectors.sealed_frames_of(checkin) == before


def test_making_partitions_again_changes_nothing(world):
    evidence.ensure_partitions(first=TODAY, last=TODAY)
    assert evidence.ensure_partitions(first=TODAY, last=TODAY) == []
    assert partition_days() == [TODAY]


def test_frames_are_stored_as_they_are_in_every_partition(world):
    """JPEG and ciphertext do not compress: EXTERNAL saves the attempt."""
    evidence.ensure_partitions(first=TODAY, last=TODAY)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attrelid::regclass::text, attstorage FROM pg_attribute WHERE attname = 'sealed' "
            "AND attrelid::regclass::text LIKE 'checkins_frames%'"
        )
        rows = [(name, storage) for name, storage in cursor.fetchall() if "pkey" not in name]
    assert len(rows) == 3
    assert {bytes(storage, "ascii") if isinstance(storage, str) else storage for _, storage in rows} == {b"e"}


# Dropping


def drop(checkin: CheckIn) -> list[evidence.Dropped]:
    return evidence.drop_expired_frames(before=checkin.day + dt.timedelta(days=1), at=timezone.now())


@pytest.mark.parametrize("with_partition", [True, False])
def test_a_day_whose_time_is_over_is_dropped_with_an_entry_in_the_ledger(world, with_partition):
    checkin = attempt(world)
    if with_partition:
        evidence.ensure_partitions(first=checkin.day, last=checkin.day)
    assert drop(checkin) == [evidence.Dropped(checkin.day, 1, 0)]
    assert partition_days() == []
    assert selectors.sealed_frames_of(checkin) is None
    assert Opening.objects.filter(kind="frames_dropped").count() == 1
    assert CheckIn.objects.filter(pk=checkin.pk).exists()


def test_a_day_is_kept_to_its_last_day(world):
    checkin = attempt(world)
    assert evidence.drop_expired_frames(before=checkin.day, at=timezone.now()) == []
    assert selectors.sealed_frames_of(checkin) is not None


@pytest.mark.parametrize("outcome", [Outcome.REVIEW, Outcome.ERROR, None])
@pytest.mark.parametrize("with_partition", [True, False])
def test_what_is_not_settled_is_moved_before_its_day_is_dropped(world, outcome, with_partition):
    open_one = attempt(world, outcome)
    settled = attempt(world)
    before = selectors.sealed_frames_of(open_one)
    if with_partition:
        evidence.ensure_partitions(first=open_one.day, last=open_one.day)
    assert drop(open_one) == [evidence.Dropped(open_one.day, 1, 1)]
    assert selectors.sealed_frames_of(open_one) == before
    assert selectors.sealed_frames_of(settled) is None
    assert HeldFrames.objects.get().why == HeldFrames.Why.REVIEW
    assert Opening.objects.filter(kind="frames_held").count() == 1


def test_what_the_person_asked_to_keep_outlives_its_day(world):
    checkin = attempt(world)
    before = selectors.sealed_frames_of(checkin)
    hold_frames(actor=world.cast.servant, checkin=checkin, why="request", at=timezone.now())
    assert where(checkin) is None
    drop(checkin)
    assert selectors.sealed_frames_of(checkin) == before


def test_a_hold_that_was_released_ends_when_nobody_can_object_any_more(world):
    now = timezone.now()
    checkin = attempt(world, Outcome.REVIEW)
    drop(checkin)
    evidence.release(checkin=checkin, why=HeldFrames.Why.REVIEW, at=now)
    assert evidence.forget_released(before=now, at=now) == 0
    assert evidence.forget_released(before=now + dt.timedelta(seconds=1), at=now) == 1
    assert selectors.sealed_frames_of(checkin) is None


def test_releasing_a_review_does_not_release_a_request(world):
    checkin = attempt(world)
    hold_frames(actor=world.cast.servant, checkin=checkin, why="request", at=timezone.now())
    evidence.release(checkin=checkin, why=HeldFrames.Why.REVIEW, at=timezone.now())
    assert HeldFrames.objects.get().released_at is None


def test_the_round_of_housekeeping_keeps_what_policy_keeps(world):
    checkin = attempt(world)
    today = selectors.day_of(timezone.now())
    noon = dt.datetime.combine(checkin.day, dt.time(5), dt.UTC)
    keep_evidence_at(noon + dt.timedelta(days=45))
    assert selectors.sealed_frames_of(checkin) is not None
    assert len(partition_days()) >= 8
    keep_evidence_at(noon + dt.timedelta(days=46))
    assert selectors.sealed_frames_of(checkin) is None
    assert today == checkin.day
    assert Verdict.objects.filter(checkin=checkin).exists()
