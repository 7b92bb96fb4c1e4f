"""A locked month's allowance is kept; what is kept is never edited, a new version stands beside it."""

import pytest
from django.db import IntegrityError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from nyata.allowance.models import AmountLine, Calculation, CalculationRow
from nyata.allowance.refusals import Code
from nyata.allowance.selectors.kept import differences, kept_of, lines_of, versions
from nyata.allowance.selectors.months import month
from nyata.allowance.selectors.templates import own_rules
from nyata.allowance.services.keeping import keep, keep_locked
from nyata.allowance.tests.conftest import AT, FIRST, LAST
from nyata.allowance.tests.factories import lock_september, make_amount, refused, reopen_september
from nyata.attendance.tests.factories import make_record
from nyata.people.tests.asking import entries, says


@pytest.fixture
def september(cast, enacted):
    """Sari was late once, Rahmat never; the month of their OPD is locked."""
    make_amount(cast.servant, 4_000_000)
    make_amount(cast.supervisor, 6_000_000)
    make_record(cast.servant, FIRST, late=12)
    return lock_september(cast, cast.health)


def keep_now(cast, unit=None, actor=None):
    return keep(actor=actor or cast.hr, unit=unit or cast.health, first=FIRST, last=LAST, at=AT)


def test_what_is_kept_is_what_was_worked_out(cast, september):
    kept = keep_now(cast)
    assert (kept.version, kept.people, kept.template) == (1, 2, "oki")
    assert (kept.amount, kept.pay) == (10_000_000, 9_980_000)
    live = [line for line in month(FIRST, LAST, own_rules(LAST), opd=cast.health) if line.found]
    assert [(one.who, one.found) for one in lines_of(kept)] == [(one.who, one.found) for one in live]
    calculation, line = kept_of(cast.servant.pk, FIRST, LAST)
    assert calculation == kept and line.found.pay == 3_980_000
    assert kept_of(cast.operator.pk, FIRST, LAST) is None


def test_it_is_an_entry_of_the_ledger(cast, september):
    kept = keep_now(cast)
    (entry,) = entries("allowance")
    assert says(entry, calculation=kept.pk, version=1, sha256=kept.digest, actor=cast.hr.pk)


def test_a_lock_asks_a_worker_to_keep_it(cast, september):
    (job,) = ProcrastinateJob.objects.filter(task_name="allowance.keep_locked")
    assert job.args == {"lock": september.pk}
    kept = keep_locked(lock_id=september.pk, at=AT)
    assert kept.version == 1 and kept.kept_by == cast.hr
    assert keep_locked(lock_id=september.pk, at=AT) is None  # nothing differs


def test_nothing_is_kept_of_a_lock_that_was_opened_again_meanwhile(cast, september):
    reopen_september(cast, cast.health)
    assert keep_locked(lock_id=september.pk, at=AT) is None


def test_nothing_is_kept_where_no_rules_are_in_force(cast):
    make_amount(cast.servant, 4_000_000)
    lock = lock_september(cast, cast.health)
    assert keep_locked(lock_id=lock.pk, at=AT) is None
    with refused(Code.NO_TEMPLATE):
        keep_now(cast)
    assert not Calculation.objects.exists() and not entries("allowance")


def test_reopening_and_locking_again_makes_a_version_beside_the_old(cast, september):
    first = keep_now(cast)
    reopen_september(cast, cast.health)
    make_record(cast.supervisor, FIRST, late=31)
    lock_september(cast, cast.health)
    second = keep_now(cast)
    assert [one.version for one in versions(cast.health, FIRST, LAST)] == [2, 1]
    (one,) = differences(lines_of(first), lines_of(second))
    assert (one.who.person, one.change, one.before.pay, one.after.pay) == (
        cast.supervisor.pk, -60_000, 6_000_000, 5_940_000,
    )  # fmt: skip
    assert kept_of(cast.servant.pk, FIRST, LAST)[0] == second


def test_who_stands_in_one_version_only_is_a_difference(cast, september):
    first = keep_now(cast)
    make_amount(cast.operator, 3_000_000)
    second = keep_now(cast)
    (one,) = differences(lines_of(first), lines_of(second))
    assert (one.who.person, one.before, one.change) == (cast.operator.pk, None, 3_000_000)
    (back,) = differences(lines_of(second), lines_of(first))
    assert (back.after, back.change) == (None, -3_000_000)


def test_the_same_is_not_kept_twice(cast, september):
    keep_now(cast)
    with refused(Code.SAME_AS_KEPT):
        keep_now(cast)


def test_only_hr_keeps_and_only_a_locked_opd(cast, september):
    for actor in (cast.operator, cast.supervisor, cast.auditor):
        with refused(Code.NOT_HR):
            keep_now(cast, actor=actor)
    with refused(Code.NOT_AN_OPD):
        keep_now(cast, unit=cast.clinic)
    with refused(Code.NOT_LOCKED):
        keep_now(cast, unit=cast.roads)


def test_nothing_that_was_kept_can_be_edited_or_taken_away(cast, september):
    kept = keep_now(cast)
    for change in (
        lambda: Calculation.objects.filter(pk=kept.pk).update(pay=1),
        lambda: CalculationRow.objects.filter(calculation=kept).update(pay=1),
        lambda: CalculationRow.objects.filter(calculation=kept).delete(),
        lambda: AmountLine.objects.all().update(amount=1),
        lambda: AmountLine.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
