"""Patterns are for the nearest superior and the person, from records as they stand, and for nobody above."""

import datetime as dt

import pytest

from nyata.attendance.models import DayRecord
from nyata.attendance.tests.factories import START, columns, make_reckoning
from nyata.core.patterns import Habit
from nyata.core.worktime.columns import Cover, Flag, Status, minute_of
from nyata.discipline.selectors.habits import team_patterns, window
from nyata.discipline.selectors.teams import colleagues_of, nearest, team_of
from nyata.discipline.tests.diaries import NOW
from nyata.people.selectors import authority_of
from nyata.people.tests.factories import make_person, make_post, make_unit

TODAY = dt.date(2026, 10, 1)
FIRST, LAST = TODAY - dt.timedelta(days=60), TODAY - dt.timedelta(days=1)
CALENDAR = [FIRST + dt.timedelta(days=number) for number in range(60)]


def live(person, monday: dict | None = None, **every) -> None:
    """Sixty days with their weekends: on working days `every`, on Mondays `monday` besides."""
    run = make_reckoning(NOW, first=FIRST)
    rows = []
    for day in CALENDAR:
        if day.weekday() > 4:
            changed = {"status": Status.OFF}
        else:
            changed = {"first_in": minute_of(day, START) - 12} | every | ((monday or {}) if day.weekday() == 0 else {})
        if (early := changed.pop("early_by", None)) is not None:
            changed["first_in"] = minute_of(day, START) - early
        rows.append(
            DayRecord(person=person, day=day, version=1, current=True, reckoning=run, **columns(day, **changed))
        )
    DayRecord.objects.bulk_create(rows)


LATE = {"late": 9, "flags": int(Flag.LATE)}


@pytest.fixture
def team(cast):
    """Six at the clinic; Sari is late on Mondays."""
    for number in range(5):
        live(make_person(f"Rekan {number}", unit=cast.clinic))
    live(cast.servant, monday=LATE)
    return cast


def found(people) -> dict[int, list[Habit]]:
    return {pk: [one.habit for one in rows] for pk, rows in team_patterns(people, TODAY).items()}


def crew(cast):
    return team_of(cast.supervisor, authority_of(cast.supervisor, TODAY).supervises, TODAY)


def test_late_mondays_are_seen(team):
    assert found(crew(team)) == {team.servant.pk: [Habit.LATE_AFTER_REST]}


def test_a_day_after_a_holiday_is_one_after_rest(cast):
    """Late on three Mondays and on two days after a holiday in the week."""
    for number in range(5):
        live(make_person(f"Rekan {number}", unit=cast.clinic))
    live(cast.servant)
    mine = DayRecord.objects.filter(person=cast.servant)
    for after in (dt.date(2026, 8, 13), dt.date(2026, 9, 10)):
        _swap(mine.get(day=after - dt.timedelta(days=1)), {"status": Status.HOLIDAY})
        _swap(mine.get(day=after), LATE)
    for monday in (dt.date(2026, 8, 10), dt.date(2026, 8, 24), dt.date(2026, 9, 7)):
        _swap(mine.get(day=monday), LATE)
    (one,) = team_patterns(crew(cast), TODAY)[cast.servant.pk]
    assert (one.count, one.of) == (5, 5)


def _swap(record: DayRecord, changed: dict) -> None:
    DayRecord.objects.filter(pk=record.pk).update(current=False)
    DayRecord.objects.create(
        person=record.person, day=record.day, version=2, current=True, reckoning=record.reckoning,
        **columns(record.day, **changed),
    )  # fmt: skip


def test_the_last_minute_is_seen_from_first_in(cast):
    for number in range(5):
        live(make_person(f"Rekan {number}", unit=cast.clinic))
    live(cast.servant, early_by=1)
    assert found(crew(cast)) == {cast.servant.pk: [Habit.LAST_MINUTE]}


def test_flexible_hours_have_no_last_minute(cast):
    for number in range(5):
        live(make_person(f"Rekan {number}", unit=cast.clinic))
    live(cast.servant, early_by=1, flags=int(Flag.WEEKLY))
    assert found(crew(cast)) == {}


@pytest.mark.parametrize(
    ("changed", "seen"),
    [
        ({"flags": int(Flag.PART_COVERED), "cover": Cover.PERMISSION}, [Habit.EXCUSED_WEEKDAY]),
        ({"flags": int(Flag.CORRECTED)}, [Habit.EXCUSED_WEEKDAY]),
        ({"status": Status.LEAVE, "cover": Cover.SICK}, []),
        ({"status": Status.LEAVE, "cover": Cover.ANNUAL}, []),
        ({"status": Status.DUTY, "cover": Cover.TRAVEL}, []),
    ],
)
def test_illness_leave_and_duty_are_never_a_pattern(cast, changed, seen):
    for number in range(5):
        live(make_person(f"Rekan {number}", unit=cast.clinic))
    live(cast.servant, monday=changed)
    assert found(crew(cast)).get(cast.servant.pk, []) == seen


def test_today_and_days_before_the_window_are_not_looked_at(cast):
    assert window(TODAY) == (FIRST, LAST)


def test_the_nearest_superior_alone_sees_them(team, browser):
    head = make_person("Kepala Dinas", unit=team.health)
    make_post(head, "opd_head", unit=team.health)
    near = browser(team.supervisor).get("/pembinaan/pola/").content.decode()
    assert "Sari Melati" in near and "Terlambat kebanyakan sehabis hari libur" in near and "bukan dasar hukuman" in near
    far = browser(head).get("/pembinaan/pola/").content.decode()
    assert "Sari Melati" not in far and "Tidak ada pola yang cukup jelas" in far


@pytest.mark.parametrize("who", ["hr", "auditor", "operator", "executive", "servant"])
def test_nobody_else_opens_the_page(team, browser, who):
    assert browser(getattr(team, who)).get("/pembinaan/pola/").status_code == 403


def test_the_person_sees_the_same_and_who_sees_it(team, browser):
    own = browser(team.servant).get("/pembinaan/pola/saya/").content.decode()
    assert "Terlambat kebanyakan sehabis hari libur" in own and "Rahmat Belida" in own and "/rekap/2026-08-03/" in own
    assert "mengantar anak" in own and "tidak boleh menjadi dasar hukuman" in own


def test_who_has_none_reads_that_nothing_is_shown(team, browser):
    other = browser(make_person("Tenang", unit=team.clinic)).get("/pembinaan/pola/saya/").content.decode()
    assert "Tidak ada pola yang ditampilkan" in other


def test_who_has_nobody_above_is_seen_by_nobody(cast, browser):
    own = browser(cast.executive).get("/pembinaan/pola/saya/").content.decode()
    assert "tidak ada yang melihat pola" in own and colleagues_of(cast.executive, TODAY) == ([], [])


def test_the_month_leads_to_it(cast, browser):
    assert "/pembinaan/pola/saya/" in browser(cast.servant).get("/rekap/").content.decode()


def test_nearest_is_who_holds_the_post_next_above(cast):
    head = make_person("Kepala Dinas", unit=cast.health)
    make_post(head, "opd_head", unit=cast.health)
    substitute = make_person("Pelaksana harian", unit=cast.clinic)
    make_post(substitute, "supervisor", unit=cast.clinic)
    lonely = make_person("Sendiri", unit=make_unit("Puskesmas Kosong", parent=cast.health))
    above = nearest([cast.servant, cast.supervisor, lonely, head], TODAY)
    assert above[cast.servant.pk] == {cast.supervisor.pk, substitute.pk}
    assert above[cast.supervisor.pk] == {substitute.pk}
    assert (above[lonely.pk], above[head.pk]) == ({head.pk}, frozenset())


def test_a_team_asks_as_few_questions_of_many_people_as_of_few(team, browser, django_assert_max_num_queries):
    client = browser(team.supervisor)
    client.get("/pembinaan/pola/")
    with django_assert_max_num_queries(14):
        client.get("/pembinaan/pola/")
