"""Days computed anew equal what was kept; what was paid on them otherwise is told in rupiah."""

import datetime as dt

import pytest
from django.db import connection

from nyata.allowance.services.keeping import keep
from nyata.allowance.tests.factories import make_amount
from nyata.attendance.models import DayRecord, LateDifference
from nyata.attendance.services.locks import lock
from nyata.attendance.services.reckoning import reckon_days
from nyata.attendance.tests.factories import make_reckoning, make_record
from nyata.audit.checks import allowances, days
from nyata.audit.tests.conftest import AT, LAST, MONTH
from nyata.people.models import DayChange

MONDAY = dt.date(2026, 9, 7)


@pytest.fixture
def reckoned(cast, office):
    """September as the nights have left it: nobody came, so every working day is one of absence."""
    reckon_days(at=AT, first=MONTH, last=LAST)
    assert DayRecord.objects.filter(current=True, person=cast.servant).exists()


def tamper(person, day, **columns):
    """What somebody with the owner's rights could do."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for name, value in columns.items():
            cursor.execute(
                f'UPDATE attendance_dayrecord SET "{name}" = %s WHERE person_id = %s AND day = %s AND current',  # noqa: S608
                [value, person.pk, day],
            )
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_days_that_nobody_touched_are_computed_the_same(reckoned, scope):
    result = days.run(scope)
    assert result.found == [] and result.figures["days_kept"] == result.figures["days_equal"] > 0
    assert result.figures["days_unexplained"] == 0


def test_a_record_that_was_changed_in_the_database_is_named_with_its_columns(reckoned, scope, cast):
    tamper(cast.servant, MONDAY, status=2, credited=450)
    (found,) = days.run(scope).found
    assert found.code == "day_differs" and found.weight == "grave"
    assert found.facts["day"] == "2026-09-07" and found.facts["columns"] == "status, credited"
    assert ("day", f"{cast.servant.pk}/2026-09-07") in found.records


def test_a_record_without_a_day_behind_it_and_a_day_without_its_record_are_named(reckoned, scope, cast):
    make_record(cast.hr, MONDAY, reckoning=make_reckoning())  # whose office has not begun
    tamper(cast.servant, MONDAY, current=False)
    found = {one.facts["person"]: one.facts["columns"] for one in days.run(scope).found}
    assert found == {cast.hr.name: "record", cast.servant.name: "record"}


def test_a_day_that_waits_for_its_reckoning_is_counted_and_not_named(reckoned, scope, cast):
    tamper(cast.servant, MONDAY, late=30)
    DayChange.objects.create(person=cast.servant, first=MONDAY, last=MONDAY, why="leave", made_at=AT)
    result = days.run(scope)
    assert result.found == [] and result.figures["days_waiting"] == 1


def test_many_differing_days_are_named_to_a_hundred_and_the_rest_counted(reckoned, scope, cast, monkeypatch):
    monkeypatch.setattr(days, "MOST", 2)
    for day in range(7, 12):
        tamper(cast.servant, dt.date(2026, 9, day), late=30)
    found = days.run(scope).found
    assert [one.code for one in found] == ["day_differs", "day_differs", "days_differ_more"]
    assert found[-1].facts["days"] == 3


def test_what_a_locked_month_would_be_is_told_by_opd_once_the_reckoning_has_listed_it(reckoned, scope, cast):
    lock(actor=cast.hr, unit=cast.health, first=MONTH, last=LAST, words="", document_number="800/1", at=AT)
    tamper(cast.servant, MONDAY, late=30)
    assert [one.code for one in days.run(scope).found] == ["day_differs"]
    LateDifference.objects.create(person=cast.servant, day=MONDAY, columns={}, reckoning=make_reckoning())
    (found,) = days.run(scope).found
    assert (found.code, found.unit, found.facts["days"], found.facts["people"]) == (
        "locked_days_differ", cast.health.pk, 1, 1,
    )  # fmt: skip


@pytest.fixture
def paid(enacted, reckoned, cast):
    """A month kept after its lock, by an invented regulation: 3 % a day of absence, at most 40 %."""
    make_amount(cast.servant, 2_000_000)
    lock(actor=cast.hr, unit=cast.health, first=MONTH, last=LAST, words="", document_number="800/1", at=AT)
    return keep(actor=cast.hr, unit=cast.health, first=MONTH, last=LAST, at=AT)


def test_a_month_paid_on_the_days_as_they_are_has_nothing_to_tell(paid, scope):
    result = allowances.run(scope)
    assert result.found == [] and result.lists == {"overpaid": [], "underpaid": []}
    assert (result.figures["calculations"], result.figures["rupiah_paid"]) == (1, 1_200_000)


def test_what_was_paid_too_much_is_told_for_each_person_in_rupiah(enacted, reckoned, scope, cast):
    """Absences were made presences before the month was locked and kept; the evidence says otherwise."""
    make_amount(cast.servant, 2_000_000)
    for day in range(1, 31):
        tamper(cast.servant, dt.date(2026, 9, day), status=2)
    lock(actor=cast.hr, unit=cast.health, first=MONTH, last=LAST, words="", document_number="800/1", at=AT)
    keep(actor=cast.hr, unit=cast.health, first=MONTH, last=LAST, at=AT)
    result = allowances.run(scope)
    (row,) = result.lists["overpaid"]
    assert (row["person"], row["kept"], row["again"], row["difference"]) == (
        cast.servant.pk, 2_000_000, 1_200_000, 800_000,
    )  # fmt: skip
    (found,) = result.found
    assert (found.code, found.facts["rupiah"], found.facts["people"]) == ("overpaid", 800_000, 1)
    assert found.unit == cast.health.pk and ("person", cast.servant.pk) in found.records


def test_what_was_paid_too_little_is_told_as_well(paid, scope, cast):
    scope.days = scope.days.filter(scope.days["person"] != cast.servant.pk)
    result = allowances.run(scope)
    assert [row["difference"] for row in result.lists["underpaid"]] == [-800_000]
    assert [one.code for one in result.found] == ["underpaid"]


def test_without_rules_in_force_the_check_says_so(reckoned, scope):
    result = allowances.run(scope)
    assert result.found == [] and result.figures["allowance_rules"] is False
