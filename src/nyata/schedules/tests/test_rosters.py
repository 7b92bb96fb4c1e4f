"""Rosters, by hand and from a file."""

import datetime as dt

import pytest

from nyata.people.models import DayChange
from nyata.people.refusals import Code as FileCode
from nyata.people.refusals import Refused as FileRefused
from nyata.people.tests.asking import entries, refused, says
from nyata.people.tests.factories import make_person
from nyata.schedules import services
from nyata.schedules.models import CalendarDay, RosterDay, RosterDraft
from nyata.schedules.refusals import Code
from nyata.schedules.selectors import days_off, hours_today
from nyata.schedules.services import Wish
from nyata.schedules.services.rosters import digest
from nyata.schedules.tests.factories import make_calendar, make_pattern, make_shift, office_week, roster, use

DAY = dt.timedelta(days=1)


@pytest.fixture
def morning(five):
    return make_shift((7, 14), code="P")


@pytest.fixture
def night(five):
    return make_shift((21, 31), code="M")


@pytest.fixture
def put(five, now):
    def act(*wishes, actor=None):
        return services.set_roster(actor=actor or five.operator, wishes=wishes, source="page", at=now)

    return act


def kinds(person, *days) -> list[str]:
    return [hours_today(person.pk, day)[0].kind.name for day in days]


def test_many_days_are_set_at_once_and_each_is_vouched_for(put, five, morning, night, today):
    wishes = [Wish(five.servant, today, morning), Wish(five.servant, today + DAY), Wish(five.supervisor, today, night)]
    assert put(*wishes) == 3
    assert kinds(five.servant, today, today + DAY) == ["WORK", "OFF"]
    [entry] = entries("roster")
    assert says(entry, days=3, people=2, rows_sha256=digest(reversed(wishes)), actor=five.operator.pk)
    assert set(DayChange.objects.values_list("person", "first", "last", "why")) == {
        (five.servant.pk, today, today + DAY, "roster"),
        (five.supervisor.pk, today, today, "roster"),
    }


def test_a_day_goes_back_to_its_pattern(put, five, morning, today):
    use(make_pattern(morning), five.clinic)
    put(Wish(five.servant, today))
    put(Wish(five.servant, today, by_pattern=True))
    assert kinds(five.servant, today) == ["WORK"]
    assert RosterDay.objects.count() == 2


def test_who_may_set_whose_days(put, five, morning, today):
    theirs = make_shift((7, 14), unit=five.roads)
    assert put(Wish(five.servant, today, morning), actor=five.supervisor)
    assert put(Wish(five.servant, today - DAY, morning), actor=five.hr)
    for actor, wish, code in (
        (five.operator, Wish(five.operator, today), Code.YOURSELF),
        (five.supervisor, Wish(five.supervisor, today), Code.YOURSELF),
        (five.hr, Wish(five.hr, today), Code.YOURSELF),
        (five.other_supervisor, Wish(five.servant, today), Code.NOT_YOURS),
        (five.servant, Wish(five.supervisor, today), Code.NOT_YOURS),
        (five.operator, Wish(five.servant, today - DAY), Code.PAST_IS_HRS),
        (five.operator, Wish(five.servant, today + 367 * DAY), Code.TOO_FAR),
        (five.operator, Wish(five.servant, today, theirs), Code.SHIFT_OF_OTHERS),
    ):
        with refused(code):
            put(Wish(five.servant, today + 9 * DAY, morning), wish, actor=actor)
    with refused(Code.NOTHING_CHANGED):
        put()
    assert not RosterDay.objects.filter(day=today + 9 * DAY).exists()


def test_a_night_may_not_run_into_the_next_morning(put, five, night, today):
    early = make_shift((6, 13))
    with refused(Code.SHIFTS_OVERLAP, five.servant.name):
        put(Wish(five.servant, today, night), Wish(five.servant, today + DAY, early))
    put(Wish(five.servant, today, night))
    with refused(Code.SHIFTS_OVERLAP):
        put(Wish(five.servant, today + DAY, early))
    put(Wish(five.servant, today + DAY, early), Wish(five.servant, today))
    assert kinds(five.servant, today, today + DAY) == ["OFF", "WORK"]


def test_a_roster_may_not_run_into_the_pattern_either(put, five, night, today):
    use(make_pattern(make_shift((6, 13))), five.clinic)
    with refused(Code.SHIFTS_OVERLAP):
        put(Wish(five.servant, today, night))
    roster(five.servant, today + DAY)
    put(Wish(five.servant, today, night))
    with refused(Code.SHIFTS_OVERLAP):
        put(Wish(five.servant, today + DAY, by_pattern=True))


@pytest.fixture
def check(five, now):
    def act(*lines, kind="roster", actor=None) -> RosterDraft:
        content = "\n".join(lines).encode()
        return services.check_file(actor=actor or five.operator, kind=kind, name="j.csv", content=content, at=now)

    return act


def codes(draft: RosterDraft) -> list[tuple[int, str]]:
    return [(line, code) for line, code, _ in draft.problems]


def test_a_month_on_one_line_and_a_day_on_one_line_say_the_same(check, five, now, morning, night):
    wide = check("nip;bulan;20;21;22;23", f"{five.servant.nip};2026-01;p;M;L;pola")
    assert services.apply_file(actor=five.operator, draft=wide, at=now) == 4
    first = list(RosterDay.objects.order_by("pk").values_list("person", "day", "shift", "by_pattern"))
    long = check(
        "NIP;Tanggal;Dinas",
        f"{five.servant.nip};20/01/2026;P",
        f"{five.servant.nip};2026-01-21;M",
        f"{five.servant.nip};2026-01-22;libur",
        f"{five.servant.nip};2026-01-23;POLA",
    )
    assert services.apply_file(actor=five.operator, draft=long, at=now) == 4
    again = list(RosterDay.objects.order_by("pk").values_list("person", "day", "shift", "by_pattern"))
    assert again[4:] == first
    long.refresh_from_db()
    assert long.rows == []
    with refused(FileCode.IMPORT_APPLIED):
        services.apply_file(actor=five.operator, draft=long, at=now)


def test_a_units_own_code_comes_before_everybodys(check, five, now, morning):
    own = make_shift((8, 15), code="P", unit=five.clinic)
    make_shift((9, 16), code="P", unit=five.roads)
    draft = check("nip;bulan;20", f"{five.servant.nip};2026-01;P", f"{five.supervisor.nip};2026-01;P")
    services.apply_file(actor=five.operator, draft=draft, at=now)
    assert set(RosterDay.objects.values_list("shift", flat=True)) == {own.pk}


def test_every_bad_line_is_named_and_nothing_is_applied(check, five, now, morning, night):
    make_shift((6, 13), code="E")
    lines = {
        f"{five.servant.nip};2026-01;P;;": None,
        f"{five.other_supervisor.nip};2026-01;P;;": Code.NOT_YOURS,
        f"{five.operator.nip};2026-01;P;;": Code.YOURSELF,
        "198001012005011000;2026-01;P;;": Code.NIP_UNKNOWN,
        f"{five.supervisor.nip};Januari;P;;": Code.DAY_UNREADABLE,
        f"{five.supervisor.nip};2026-02;;;P": Code.DAY_UNREADABLE,
        f"{five.supervisor.nip};2026-01;X;;": Code.SHIFT_UNKNOWN,
        f"{five.supervisor.nip};2026-01;;;": Code.ROW_INCOMPLETE,
        f"{five.supervisor.nip};;P;;": Code.ROW_INCOMPLETE,
        f"{five.supervisor.nip};2025-12;P;;": Code.PAST_IS_HRS,
        f"{five.servant.nip};2026-01;M;;": Code.DAY_TWICE,
        f"{make_person(unit=five.clinic).nip};2026-01;M;E;": Code.SHIFTS_OVERLAP,
    }
    draft = check("nip;bulan;20;21;30", *lines)
    expected = [(number, code) for number, code in enumerate(lines.values(), start=2) if code]
    assert codes(draft) == expected
    with refused(FileCode.FILE_HAS_BAD_ROWS):
        services.apply_file(actor=five.operator, draft=draft, at=now)
    assert not RosterDay.objects.exists()
    assert entries("roster") == []


def test_only_the_uploader_applies_and_only_within_a_day(check, five, now, morning):
    draft = check("nip;bulan;20", f"{five.servant.nip};2026-01;P")
    with refused(FileCode.IMPORT_GONE):
        services.apply_file(actor=five.supervisor, draft=draft, at=now)
    with refused(FileCode.IMPORT_GONE):
        services.apply_file(actor=five.operator, draft=draft, at=now + 2 * DAY)
    with refused(Code.NOT_YOURS):
        check("nip;bulan;20", "1;2026-01;P", actor=five.servant)
    with pytest.raises(FileRefused) as found:
        check("nama;bulan;20", "Sari;2026-01;P")
    assert found.value.code == FileCode.COLUMNS_MISSING


def test_a_month_of_a_whole_hospital_takes_a_few_questions(check, five, now, morning, django_assert_max_num_queries):
    people = [make_person(unit=five.clinic) for _ in range(40)]
    head = "nip;bulan;" + ";".join(str(day) for day in range(20, 32))
    draft = check(head, *(f"{one.nip};2026-01" + ";P" * 12 for one in people))
    with django_assert_max_num_queries(30):
        assert services.apply_file(actor=five.operator, draft=draft, at=now) == 480


def test_days_off_are_imported_into_their_calendars(check, five, now, today):
    school = make_calendar()
    use(office_week(make_shift((7, 13)), 6), five.clinic, calendar=school)
    draft = check(
        "tanggal;nama;jenis;nomor dokumen;kalender",
        "2026-02-02;Hari jadi;Libur Setempat;SE 5;",
        f"2026-02-03;Libur semester;libur sekolah;Kaldik;{school.name}",
        "2026-02-04;Masuk pengganti;hari kerja;SE 6;",
        kind="holidays",
        actor=five.hr,
    )
    assert draft.problems == []
    assert services.apply_file(actor=five.hr, draft=draft, at=now) == 3
    assert sorted(days_off([None, school.pk], dt.date(2026, 2, 1), dt.date(2026, 2, 5))) == [
        (0, dt.date(2026, 2, 2)),
        (school.pk, dt.date(2026, 2, 2)),
        (school.pk, dt.date(2026, 2, 3)),
    ]
    assert len(entries("calendar")) == 3


def test_bad_days_off_are_named_and_belong_to_hr(check, five, now):
    lines = {
        "2026-02-02;Hari jadi;Libur Setempat;SE 5;": None,
        "2026-02-02;Hari jadi;Libur Setempat;SE 5; ": Code.DAY_TWICE,
        "2026-02-30;Hari jadi;Libur Setempat;SE 5;": Code.DAY_UNREADABLE,
        ";Hari jadi;Libur Setempat;SE 5;": Code.ROW_INCOMPLETE,
        "2026-02-03;;Libur Setempat;SE 5;": Code.NAME_MISSING,
        "2026-02-03;Hari jadi;pesta;SE 5;": Code.KIND_UNKNOWN,
        "2026-02-03;Hari jadi;cuti bersama;;": Code.DOCUMENT_MISSING,
        "2026-02-03;Hari jadi;libur sekolah;SE 5;Kalender Mana": Code.CALENDAR_UNKNOWN,
    }
    head = "tanggal;nama;jenis;nomor dokumen;kalender"
    draft = check(head, *lines, kind="holidays", actor=five.hr)
    assert codes(draft) == [(number, code) for number, code in enumerate(lines.values(), start=2) if code]
    with refused(FileCode.FILE_HAS_BAD_ROWS):
        services.apply_file(actor=five.hr, draft=draft, at=now)
    assert not CalendarDay.objects.exists()
    with refused(Code.NOT_HR):
        check(head, kind="holidays", actor=five.operator)
