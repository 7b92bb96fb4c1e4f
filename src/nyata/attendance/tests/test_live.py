"""Today as it stands, computed at once; and what a policy that comes later changes."""

import datetime as dt
import statistics
import time

from nyata.attendance.models import DayRecord
from nyata.attendance.selectors.month import live, month_of, today_of
from nyata.attendance.services.reckoning import minute_now, reckon_changes
from nyata.attendance.tasks import policy_changed
from nyata.attendance.tests.stories import AFTER, FIRST, MONDAY, TUESDAY, at, punch, reckon, record, whole
from nyata.core.worktime.columns import Flag, Status
from nyata.people.models import DayChange, Post
from nyata.people.selectors import authority_of
from nyata.people.tests.factories import make_person, make_post
from nyata.rules import selectors as rules
from nyata.rules.services import Order, decide

BANDS = "discipline.lateness.late_bands"


def stands(person, moment):
    return today_of(person.pk, MONDAY, as_of=minute_now(moment))


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


def test_who_is_not_in_service_has_no_today(cast):
    assert stands(cast.auditor, at(MONDAY, 9)) is None


def test_a_month_of_one_person_takes_a_few_milliseconds(sari):
    for number in range(2, 28):
        whole(sari, dt.date(2026, 2, number))
    took = []
    for _ in range(20):
        began = time.perf_counter()
        found = live(sari.pk, FIRST, dt.date(2026, 2, 28), as_of=minute_now(AFTER))
        took.append(1000 * (time.perf_counter() - began))
    print(f"live month: median {statistics.median(took):.1f} ms, least {min(took):.1f} ms")
    assert len(found) == 28
    assert min(took) < 100  # python -m bench measures it; this only notices what grows out of bounds


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
