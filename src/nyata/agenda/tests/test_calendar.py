"""A person's own calendar: what it shows, what it never shows, and who can read it."""

import datetime as dt
import re

import icalendar
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nyata.agenda.models import CalendarKey
from nyata.agenda.services import READS_AN_HOUR, digest_of, make_key
from nyata.attendance.tests.conftest import NOW
from nyata.leave.kinds import Kind
from nyata.leave.models import Slot
from nyata.leave.services import ask
from nyata.leave.tests.asking import wish
from nyata.ledger.models import Opening
from nyata.people.services.people import release_person
from nyata.people.tests.factories import make_person
from nyata.schedules.tests.factories import day_off, make_pattern, make_shift, roster, use

JAKARTA = dt.timezone(dt.timedelta(hours=7))
FRIDAY, MONDAY, TUESDAY = dt.date(2026, 10, 2), dt.date(2026, 10, 5), dt.date(2026, 10, 6)


@pytest.fixture
def address(sari, browser):
    """Sari's address, made by pressing the button."""
    return made(browser(sari))


def made(client) -> str:
    page = client.post("/kalender/buat/").content.decode()
    return re.search(r'value="http[^"]*?(/kalender/[\w-]{43}\.ics)"', page)[1]


def read(address: str, **headers):
    return Client().get(address, headers=headers)


def events(address: str) -> list[icalendar.Event]:
    answer = read(address)
    assert answer.status_code == 200 and answer["Content-Type"] == "text/calendar; charset=utf-8"
    return icalendar.Calendar.from_ical(answer.content).walk("VEVENT")


def on(address: str, day: dt.date) -> list[tuple[str, dt.date, dt.date]]:
    found = [(str(one["summary"]), one.decoded("dtstart"), one.decoded("dtend")) for one in events(address)]
    return [one for one in found if (one[1].date() if isinstance(one[1], dt.datetime) else one[1]) == day]


def local(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), JAKARTA)


def in_force(person, **fields) -> None:
    asked = ask(actor=person, person=person, wish=wish(**fields), at=NOW)
    Slot.objects.filter(request=asked).update(stage=Slot.Stage.IN_FORCE)


def test_hours_stand_at_their_time_in_jakarta(address):
    assert on(address, FRIDAY) == [("Jam kerja", local(FRIDAY, 7, 30), local(FRIDAY, 16))]
    zone = icalendar.Calendar.from_ical(read(address).content).walk("VTIMEZONE")
    assert [str(one["tzid"]) for one in zone] == ["Asia/Jakarta"]


def test_a_night_ends_on_the_next_day(sari, address):
    roster(sari, MONDAY, make_shift((21, 31)))
    assert on(address, MONDAY) == [("Jam kerja", local(MONDAY, 21), local(TUESDAY, 7))]


def test_a_split_shift_is_two(sari, address):
    roster(sari, MONDAY, make_shift((7, 11), (17, 21)))
    assert [(one[1].hour, one[2].hour) for one in on(address, MONDAY)] == [(7, 11), (17, 21)]


def test_a_holiday_has_its_name_and_no_hours(address):
    day_off(MONDAY)
    assert on(address, MONDAY) == [("Hari uji", MONDAY, TUESDAY)]


@pytest.mark.parametrize("kind", [Kind.SICK, Kind.IMPORTANT, Kind.MATERNITY, Kind.ANNUAL])
def test_leave_is_only_called_leave(sari, address, kind):
    in_force(sari, kind=kind, first=MONDAY, last=TUESDAY, **({} if kind != Kind.IMPORTANT else {"ground": "family"}))
    assert on(address, MONDAY) == [("Cuti", MONDAY, TUESDAY + dt.timedelta(days=1))] and on(address, TUESDAY) == []
    text = read(address).content.decode().lower()
    for word in ("sakit", "melahirkan", "penting", "tahunan", "keluarga"):
        assert word not in text


def test_duty_stands_beside_the_hours_without_its_place(sari, address):
    in_force(sari, kind=Kind.TRAVEL, first=MONDAY, last=MONDAY)
    assert {one[0] for one in on(address, MONDAY)} == {"Dinas", "Jam kerja"}
    assert "Tulung" not in read(address).content.decode()


def test_what_is_only_asked_for_is_not_shown(sari, address):
    ask(actor=sari, person=sari, wish=wish(first=MONDAY), at=NOW)
    assert [one[0] for one in on(address, MONDAY)] == ["Jam kerja"]


def test_names_of_events_stay_the_same_when_read_again(sari, address, clock):
    before = {str(one["uid"]): one.decoded("dtstart") for one in events(address)}
    assert len(before) > 60 and all(one.endswith("@localhost") for one in before)
    clock(NOW + dt.timedelta(days=1))
    after = {str(one["uid"]): one.decoded("dtstart") for one in events(address)}
    both = set(before) & set(after)
    assert len(both) >= len(before) - 2 and all(before[uid] == after[uid] for uid in both)
    assert str(sari.pk) not in {uid.split(".")[-1].split("@")[0] for uid in before} and sari.nip not in str(before)


def test_nobody_elses_days_are_in_it(cast, sari, address, browser):
    other = cast.other_supervisor
    use(make_pattern(*[make_shift((9, 12))] * 7), other)
    assert on(made(browser(other)), FRIDAY)[0][1].hour == 9
    assert [one[1].hour for one in on(address, FRIDAY)] == [7]


def test_a_reader_that_knows_it_is_told_that_nothing_changed(sari, address):
    first = read(address)
    again = read(address, if_none_match=first["ETag"])
    assert again.status_code == 304 and not again.content and "no-cache" in first["Cache-Control"]
    roster(sari, MONDAY, make_shift((21, 31)))
    assert read(address, if_none_match=first["ETag"]).status_code == 200
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H" in first.content


def test_the_address_is_shown_once_and_only_its_digest_is_kept(sari, address, browser):
    secret = address.split("/")[-1].removesuffix(".ics")
    assert secret not in browser(sari).get("/kalender/").content.decode()
    kept = CalendarKey.objects.get()
    assert bytes(kept.digest) == digest_of(secret) and secret.encode() not in bytes(kept.digest)
    assert b"calendar_key" in b"".join(bytes(one.content) for one in Opening.objects.filter(kind="calendar_key"))


def test_a_new_address_ends_the_one_before(sari, address, browser):
    second = made(browser(sari))
    assert read(address).status_code == 404 and read(second).status_code == 200


def test_a_revoked_address_is_dead_and_revoking_twice_says_so(sari, address, browser):
    assert "tidak berlaku lagi" in browser(sari).post("/kalender/cabut/", follow=True).content.decode()
    assert read(address).status_code == 404
    assert "Buat dulu bila" in browser(sari).post("/kalender/cabut/", follow=True).content.decode()
    assert Opening.objects.filter(kind="calendar_key").count() == 2


def test_who_leaves_has_no_calendar_any_more_even_when_readmitted(cast, sari, address):
    release_person(actor=cast.hr, person=sari, at=NOW)
    assert read(address).status_code == 404
    assert CalendarKey.objects.get().revoked_at == NOW


@pytest.mark.parametrize("secret", ["A" * 43, "a" * 42, "../akun", ""])
def test_an_address_that_is_none_finds_nothing(address, secret):
    assert read(f"/kalender/{secret}.ics").status_code == 404


def test_an_address_that_is_read_too_often_waits(address, clock):
    for _ in range(READS_AN_HOUR):
        assert read(address).status_code == 200
    late = read(address)
    assert late.status_code == 429 and late["Retry-After"] == "3600" and "enam jam" in late.content.decode()
    clock(NOW + dt.timedelta(hours=1))
    assert read(address).status_code == 200


def test_nothing_is_made_by_opening_a_page(sari, browser):
    for place in ("buat", "cabut"):
        assert browser(sari).get(f"/kalender/{place}/").status_code == 405
    assert not CalendarKey.objects.exists()


def test_who_is_not_signed_in_makes_no_address(db, client):
    assert client.post("/kalender/buat/").status_code == 302 and not CalendarKey.objects.exists()


def test_the_pages_say_what_there_is(sari, address, browser):
    read(address)
    page = browser(sari).get("/kalender/").content.decode()
    assert "Terakhir dibaca" in page and "Cabut alamat" in page
    assert "Atur alamat kalender" in browser(sari).get("/akun/").content.decode()


def test_a_calendar_takes_few_statements(sari, address):
    in_force(sari, first=MONDAY)
    read(address)
    with CaptureQueriesContext(connection) as queries:
        read(address)
    assert len(queries) <= 18
    for number in range(1, 8):
        in_force(sari, first=MONDAY + dt.timedelta(days=7 * number))
    with CaptureQueriesContext(connection) as more:
        read(address)
    assert len(more) == len(queries)


def test_two_presses_at_once_leave_one_address(db):
    person = make_person("Sari")
    secrets = {make_key(person=person, at=NOW) for _ in range(3)}
    assert len(secrets) == 3 and CalendarKey.objects.filter(revoked_at=None).count() == 1
