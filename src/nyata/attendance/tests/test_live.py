"""Today as it stands, computed at once; and what a policy that comes later changes."""

import datetime as dt
import json
import shutil

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nyata.attendance.models import DayRecord
from nyata.attendance.selectors.month import COLUMNS, live, month_of
from nyata.attendance.services.reckoning import minute_now, reckon_changes, reckon_days
from nyata.attendance.tasks import policy_changed
from nyata.attendance.tests.stories import AFTER, FIRST, LAST, MONDAY, TUESDAY, at, punch, reckon, record, whole
from nyata.core.worktime.columns import Flag, Status
from nyata.people.models import DayChange, Post
from nyata.people.selectors import authority_of
from nyata.people.tests.factories import make_person, make_post
from nyata.rules import selectors as rules
from nyata.rules.services import Order, decide

BANDS = "discipline.lateness.late_bands"


def stands(person, moment):
    return live(person.pk, MONDAY, MONDAY, as_of=minute_now(moment)).get(MONDAY)


def test_today_stands_as_what_is_known_of_it(sari):
    assert stands(sari, at(MONDAY, 7)).status == Status.PENDING
    punch(sari, MONDAY, (7, 42))
    found = stands(sari, at(MONDAY, 9))
    assert (found.status, found.late, bool(found.flags & Flag.RUNNING)) == (Status.PRESENT, 12, True)
    assert not DayRecord.objects.exists()


def test_a_month_shows_records_and_today_as_it_stands(sari):
    whole(sari, MONDAY)
    reckon(at(TUESDAY, 8))
    punch(sari, TUESDAY, (7, 20))
    days = month_of(sari.pk, FIRST, dt.date(2026, 2, 28), today=TUESDAY, as_of=minute_now(at(TUESDAY, 9)))
    assert list(days) == [FIRST, MONDAY, TUESDAY]
    assert [one.version for one in days.values()] == [1, 1, 0]


def test_live_and_on_record_a_month_is_the_same(sari):
    punch(sari, MONDAY, (7, 42), (15, 50))
    punch(sari, dt.date(2026, 2, 27), (20, 0))
    whole(sari, TUESDAY)
    reckon()
    found = live(sari.pk, FIRST, LAST, as_of=minute_now(AFTER))
    kept = {one.day: one for one in DayRecord.objects.filter(person=sari)}
    assert len(kept) == 28
    assert {day: [getattr(one, name) for name in COLUMNS] for day, one in found.items()} == {
        day: [getattr(one, name) for name in COLUMNS] for day, one in kept.items()
    }


def test_who_is_not_in_service_has_no_today(cast):
    assert stands(cast.auditor, at(MONDAY, 9)) is None


def test_a_month_of_one_person_asks_no_more_than_a_day(sari):
    for number in range(2, 28):
        whole(sari, dt.date(2026, 2, number))
    live(sari.pk, FIRST, FIRST, as_of=minute_now(AFTER))  # what is kept in memory is read once
    counts = []
    for last in (FIRST, dt.date(2026, 2, 28)):
        with CaptureQueriesContext(connection) as queries:
            found = live(sari.pk, FIRST, last, as_of=minute_now(AFTER))
        counts.append(len(queries))
    assert len(found) == 28
    assert counts[0] == counts[1] <= 16


def test_a_value_that_is_switched_on_later_leaves_the_days_before_it(cast, sari):
    legal = make_person("Laila Tembikar", unit=cast.secretariat)
    make_post(legal, Post.Role.LEGAL)
    before, since = dt.date(2026, 2, 13), dt.date(2026, 2, 16)
    for day in (before, since):
        punch(sari, day, (7, 42), (16, 0))
    reckon()
    value = rules.book().keys[BANDS].values[0]
    for role, officer in (("hr", cast.hr), ("legal", legal)):
        order = Order(
            value.id, value.fingerprint, role, "on", since, "Perbup 7/2026", dt.date(2026, 2, 10), "Berlaku surut."
        )
        decide(officer=authority_of(officer, AFTER.date()), order=order, at=AFTER)
    rules.forget()
    policy_changed(since=since.isoformat())
    assert DayChange.objects.get().why == "policy"
    reckon_changes(at=AFTER)
    assert [record(sari, day).late_band for day in (before, since)] == [0, 1]
    assert [record(sari, day).version for day in (before, since)] == [1, 2]
    rules.forget()


ADDED = """
    - from: 2026-02-16
      value:
        - {from_minutes: 1, code: TL1}
        - {from_minutes: 10, code: TL2}
      source: Perbup 7/2026
      status: A

early_bands:"""


def test_a_value_that_is_added_to_the_files_holds_from_its_day_and_the_days_before_keep_theirs(
    sari, settings, tmp_path
):
    before, since = dt.date(2026, 2, 13), dt.date(2026, 2, 16)
    for day in (before, since):
        punch(sari, day, (7, 42), (16, 0))
    reckon()
    rules_of_old = DayRecord.objects.first().reckoning.policy_hash
    law = shutil.copytree(settings.POLICY_DIR, tmp_path / "policy")
    sheet = law / "discipline" / "lateness.yaml"
    sheet.write_text(sheet.read_text().replace("\nearly_bands:", ADDED, 1))
    settings.POLICY_DIR = law
    reckon()
    assert [(record(sari, day).late, record(sari, day).late_band) for day in (before, since)] == [(12, 0), (12, 2)]
    assert [record(sari, day).version for day in (before, since)] == [1, 2]
    assert record(sari, since).reckoning.policy_hash != rules_of_old
    assert not DayRecord.objects.get(person=sari, day=since, version=1).current


def test_the_command_computes_the_month_anew_where_it_is_asked_to(sari, tmp_path, capsys):
    whole(sari, MONDAY)
    call_command("recap", "--month=2026-02", "--reckon", "--format=json", f"--output={tmp_path}/rekap.json", "--json")
    assert json.loads(capsys.readouterr().out)["totals"]["present"] == 1
    assert record(sari, MONDAY).credited == 450


def test_whoever_waits_for_the_reckoning_is_told_how_far_it_is(cast, sari):
    whole(sari, MONDAY)
    shares = []
    reckon_days(at=AFTER, first=dt.date(2026, 1, 28), last=dt.date(2026, 2, 10), step=shares.append)
    assert len(shares) == 2, "a portion of each month"
    assert sum(shares) == pytest.approx(1)
