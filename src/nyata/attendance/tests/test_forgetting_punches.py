"""Punches of machines are taken away once their time is over, and never while a day may still need them."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from nyata.attendance.models import DayRecord, Objection
from nyata.attendance.refusals import Code
from nyata.attendance.services import locks
from nyata.attendance.services.forgetting import forget_machine_punches
from nyata.attendance.tests.stories import MONDAY, TUESDAY, reckon
from nyata.attendance.tests.stories import at as clock
from nyata.ledger.models import Opening
from nyata.people.tests import factories
from nyata.people.tests.asking import refused
from nyata.schedules.tests.factories import make_shift, office_week, use
from nyata.sources.models import CountingDecision, Punch, PunchesForgotten, PunchFile
from nyata.sources.services import decide_counting, forget_punches
from nyata.sources.tests.factories import give_number, make_machine, take_text

DAY = dt.timedelta(days=1)


def local(day, hour=1):
    return clock(day, hour)


WHOLE = "17 2026-02-02 07:20:00\n17 2026-02-02 16:05:00\n"
NEXT = WHOLE.replace("02-02", "02-03")
LATER = "17 2026-02-20 07:20:00\n"
KEPT = dt.timedelta(days=730)  # privacy.retention.machine_punches
FEBRUARY = (dt.date(2026, 2, 1), dt.date(2026, 2, 28))
LONG_AFTER = local(FEBRUARY[1] + KEPT + 2 * DAY, 0)


@pytest.fixture
def cast(db):
    return factories.cast()


@pytest.fixture
def machine(cast):
    use(office_week(make_shift((7.5, 16, 12, 13))), cast.clinic)
    machine = make_machine(cast.clinic, cast.hr)
    give_number(cast.hr, machine, "17", cast.servant)
    return machine


@pytest.fixture
def counts(cast, machine):
    """Machines count at the clinic since Monday."""
    decide_counting(
        actor=cast.hr, unit=cast.clinic, rule=CountingDecision.Rule.BOTH, valid_from=MONDAY,
        document_number="800/1/BKPSDM/2026", at=local(MONDAY, 6),
    )  # fmt: skip
    return machine


def lock(cast, step=locks.lock, first=FEBRUARY[0], last=FEBRUARY[1]):
    return step(actor=cast.hr, unit=cast.health, first=first, last=last, words="Rekap Februari", document_number="",
                at=local(FEBRUARY[1] + DAY, 9))  # fmt: skip


class TestTime:
    def test_a_punch_stays_for_its_days_and_goes_on_the_next(self, cast, machine):
        take_text(cast.hr, machine, WHOLE + NEXT)
        assert forget_machine_punches(at=local(MONDAY + KEPT)) == 0
        assert forget_machine_punches(at=local(MONDAY + KEPT + DAY)) == 2
        assert list(Punch.objects.values_list("given", flat=True)) == ["2026-02-03 07:20:00", "2026-02-03 16:05:00"]
        assert forget_machine_punches(at=local(MONDAY + KEPT + DAY)) == 0

    def test_it_is_on_record_and_files_stay(self, cast, machine):
        take_text(cast.hr, machine, WHOLE + NEXT)
        forget_machine_punches(at=local(MONDAY + KEPT + DAY))
        row = PunchesForgotten.objects.get()
        assert (row.before, row.count, PunchFile.objects.count()) == (TUESDAY, 2, 1)
        assert Opening.objects.filter(kind="punches_forgotten").count() == 1

    def test_the_policy_s_time_holds_whoever_asks(self, cast, machine):
        take_text(cast.hr, machine, WHOLE)
        assert forget_punches(before=dt.date(2030, 1, 1), at=local(MONDAY + KEPT)) == 0
        assert Punch.objects.count() == 2

    def test_the_database_deletes_no_other_punch(self, cast, machine):
        take_text(cast.hr, machine, WHOLE + NEXT)
        forget_machine_punches(at=local(MONDAY + KEPT + DAY))
        for act in (Punch.objects.all().delete, lambda: Punch.objects.update(line=9),
                    PunchesForgotten.objects.all().delete):  # fmt: skip
            with pytest.raises(DatabaseError), transaction.atomic():
                act()
        assert Punch.objects.count() == 2

    def test_without_files_nothing_is_done(self, cast):
        assert forget_machine_punches(at=LONG_AFTER) == 0

    def test_a_hole_of_months_does_not_stop_it(self, cast, machine):
        take_text(cast.hr, machine, WHOLE + "17 2026-09-01 07:20:00\n", at=local(dt.date(2026, 9, 2)))
        assert forget_machine_punches(at=local(dt.date(2026, 9, 1) + KEPT)) == 2
        assert forget_machine_punches(at=local(dt.date(2026, 9, 1) + KEPT + DAY)) == 1


class TestNeeded:
    def test_a_day_that_is_not_locked_keeps_its_punches(self, cast, counts):
        take_text(cast.hr, counts, WHOLE + LATER)
        assert forget_machine_punches(at=LONG_AFTER) == 0
        lock(cast)
        assert forget_machine_punches(at=LONG_AFTER) == 3

    def test_two_days_before_the_first_that_is_not_locked_stay_for_its_night(self, cast, counts):
        take_text(cast.hr, counts, WHOLE + NEXT + LATER)
        lock(cast, last=MONDAY + 2 * DAY)
        assert forget_machine_punches(at=LONG_AFTER) == 2
        assert Punch.objects.count() == 3

    def test_an_open_objection_keeps_them_and_its_answer_frees_them(self, cast, counts):
        take_text(cast.hr, counts, WHOLE + LATER)
        lock(cast)
        asked = Objection.objects.create(
            person=cast.servant, day=dt.date(2026, 2, 20), words="Saya datang", asked_at=local(TUESDAY)
        )
        assert forget_machine_punches(at=LONG_AFTER) == 2
        asked.answer, asked.answered_by, asked.answered_at = "kept", cast.supervisor, LONG_AFTER
        asked.answer_words = "Sudah diperiksa"
        asked.save()
        assert forget_machine_punches(at=LONG_AFTER) == 1

    def test_the_records_of_days_stay_as_they_were(self, cast, counts):
        take_text(cast.hr, counts, WHOLE)
        reckon()
        before = list(DayRecord.objects.filter(current=True).values())
        lock(cast)
        assert forget_machine_punches(at=LONG_AFTER) == 2
        reckon(LONG_AFTER)
        assert list(DayRecord.objects.filter(current=True).values()) == before

    def test_a_period_that_machines_made_is_not_opened_again(self, cast, counts):
        take_text(cast.hr, counts, WHOLE)
        lock(cast)
        forget_machine_punches(at=LONG_AFTER)
        with refused(Code.PUNCHES_FORGOTTEN):
            lock(cast, locks.reopen)

    def test_a_period_in_which_they_did_not_count_is(self, cast, machine):
        take_text(cast.hr, machine, WHOLE)
        lock(cast)
        forget_machine_punches(at=LONG_AFTER)
        assert lock(cast, locks.reopen).step == "reopen"


def test_the_page_of_a_file_says_what_is_gone(cast, machine, monkeypatch):
    take_text(cast.hr, machine, WHOLE + NEXT)
    now = local(MONDAY + KEPT + DAY)
    forget_machine_punches(at=now)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    client = Client()
    client.force_login(cast.hr)
    page = client.get(reverse("sources:file", args=[PunchFile.objects.get().pk])).content.decode()
    assert "Absen sebelum Selasa, 3 Februari 2026 sudah dihapus" in page
