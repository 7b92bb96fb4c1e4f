"""A day record is never edited: what differs stands beside it, and the database itself refuses anything else."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models.deletion import RestrictedError
from django.test.utils import CaptureQueriesContext

from nyata.attendance.models import DayRecord, LateDifference
from nyata.attendance.services.writing import Written, write
from nyata.attendance.tests.factories import MONDAY, asked, make_reckoning, make_record, table
from nyata.core.worktime.columns import Flag, Status
from nyata.people.tests.factories import make_person, make_unit

TUESDAY = MONDAY + dt.timedelta(days=1)
NONE = asked()


@pytest.fixture
def sari(db):
    return make_person("Sari Melati")


@pytest.fixture
def run(db):
    return make_reckoning()


def put(*rows, asked_for=None, locked=NONE, run=None):
    pairs = asked(*((person, day) for person, day, _ in rows)) if asked_for is None else asked_for
    return write(table(*rows), pairs, locked, lambda: run.pk)


def days_of(person):
    rows = DayRecord.objects.filter(person=person).order_by("day", "version")
    return [(one.day, one.version, one.current, one.late) for one in rows]


def test_the_first_record_of_a_day_is_version_one(sari, run):
    assert put((sari, MONDAY, {}), run=run) == Written(made=1)
    assert days_of(sari) == [(MONDAY, 1, True, 0)]


def test_what_does_not_differ_is_not_written_again(sari, run):
    put((sari, MONDAY, {}), run=run)

    def nobody_asks():
        raise AssertionError("no run is recorded where nothing differs")

    assert write(table((sari, MONDAY, {})), asked((sari, MONDAY)), NONE, nobody_asks) == Written()
    assert days_of(sari) == [(MONDAY, 1, True, 0)]


def test_what_differs_stands_beside_what_was(sari, run):
    put((sari, MONDAY, {}), (sari, TUESDAY, {}), run=run)
    late = {"late": 12, "flags": int(Flag.LATE), "credited": 438}
    assert put((sari, MONDAY, late), (sari, TUESDAY, {}), run=run) == Written(made=1, replaced=1)
    assert days_of(sari) == [(MONDAY, 1, False, 0), (MONDAY, 2, True, 12), (TUESDAY, 1, True, 0)]


def test_a_day_that_is_no_longer_of_the_service_has_no_current_record(sari, run):
    put((sari, MONDAY, {}), run=run)
    assert put(asked_for=asked((sari, MONDAY)), run=run) == Written(replaced=1)
    assert days_of(sari) == [(MONDAY, 1, False, 0)]
    assert put((sari, MONDAY, {}), run=run) == Written(made=1)
    assert days_of(sari) == [(MONDAY, 1, False, 0), (MONDAY, 2, True, 0)]


def test_only_days_asked_for_are_touched(sari, run):
    put((sari, MONDAY, {}), (sari, TUESDAY, {}), run=run)
    changed = {"late": 3, "flags": int(Flag.LATE)}
    both = table((sari, MONDAY, changed), (sari, TUESDAY, changed))
    assert write(both, asked((sari, TUESDAY)), NONE, lambda: run.pk) == Written(made=1, replaced=1)
    assert days_of(sari) == [(MONDAY, 1, True, 0), (TUESDAY, 1, False, 0), (TUESDAY, 2, True, 3)]


def test_a_locked_day_stays_and_its_difference_is_listed_once(sari, run):
    put((sari, MONDAY, {}), run=run)
    absent = {"status": Status.ABSENT}
    for late in (1, 0):
        found = put((sari, MONDAY, absent), locked=asked((sari, MONDAY)), run=run)
        assert found == Written(late=late)
    assert days_of(sari) == [(MONDAY, 1, True, 0)]
    listed = LateDifference.objects.get()
    assert (listed.person, listed.day, listed.columns["status"]) == (sari, MONDAY, Status.ABSENT)


def test_writing_costs_the_same_statements_for_one_and_for_many(run):
    unit = make_unit()
    counts = []
    for size in (1, 60):
        people = [make_person(f"Orang {number}", unit=unit) for number in range(size)]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert put(*((one, MONDAY, {}) for one in people), run=run).made == size
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE attendance_dayrecord SET late = 1",
        "UPDATE attendance_dayrecord SET current = FALSE, late = 1",
        "UPDATE attendance_dayrecord SET current = TRUE",
        "DELETE FROM attendance_dayrecord",
        "TRUNCATE attendance_dayrecord CASCADE",
        "UPDATE attendance_reckoning SET why = 'asked'",
        "DELETE FROM attendance_reckoning",
    ],
)
def test_the_database_refuses_to_change_a_record(sari, change):
    make_record(sari)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises((IntegrityError, RestrictedError)), transaction.atomic():
            cursor.execute(change)
    assert days_of(sari) == [(MONDAY, 1, True, 0)]


def test_a_record_that_is_no_longer_current_never_becomes_current_again(sari):
    make_record(sari)
    DayRecord.objects.update(current=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        DayRecord.objects.update(current=True)


def test_a_day_has_one_current_record_at_most(sari):
    make_record(sari)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_record(sari)
