import datetime as dt
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from nyata.people.tests.asking import signed_in
from nyata.people.tests.factories import make_person
from nyata.rules.tests.factories import switch_on
from nyata.schedules.models import Calendar, CalendarDay, Pattern, PatternUse, Ramadan, RosterDay, RosterDraft, Shift
from nyata.schedules.selectors.grid import month_lines
from nyata.schedules.tests.factories import day_off, fast, make_pattern, make_shift, office_week, roster, use

DAY = dt.timedelta(days=1)
HR_PAGES = ("define_shift", "change_hours", "year", "open_calendar", "declare", "ramadan", "confirm_ramadan")
PLANNER_PAGES = (
    "roster", "shifts", "patterns", "define_pattern", "pattern", "use_pattern", "end_use", "upload", "example",
)  # fmt: skip
BUTTONS = ("save_roster",)


@pytest.fixture
def shift(five):
    return make_shift((7, 14), code="P")


@pytest.fixture
def address(five, shift):
    pattern = make_pattern(shift, name="Uji")
    about = {
        "change_hours": shift.pk,
        "confirm_ramadan": 1447,
        "pattern": pattern.pk,
        "use_pattern": pattern.pk,
        "end_use": use(pattern, five.clinic).pk,
        "upload": "jadwal",
        "example": "jadwal",
    }
    return lambda name: reverse(f"schedules:{name}", args=[about[name]] if name in about else [])


@pytest.fixture
def real_today() -> dt.date:
    return timezone.localdate()


@pytest.mark.parametrize("name", HR_PAGES + PLANNER_PAGES)
def test_an_hr_officer_opens_every_page(name, five, address, client):
    assert signed_in(client, five.hr).get(address(name)).status_code == 200


@pytest.mark.parametrize("name", PLANNER_PAGES)
@pytest.mark.parametrize("who", ["operator", "supervisor"])
def test_planners_open_the_pages_of_rosters(name, who, five, address, client):
    assert signed_in(client, getattr(five, who)).get(address(name)).status_code == 200


@pytest.mark.parametrize("name", HR_PAGES)
@pytest.mark.parametrize("who", ["servant", "supervisor", "operator", "auditor"])
def test_nobody_else_opens_the_pages_of_hr(name, who, five, address, client):
    assert signed_in(client, getattr(five, who)).get(address(name)).status_code == 403


@pytest.mark.parametrize("name", PLANNER_PAGES)
@pytest.mark.parametrize("who", ["servant", "auditor", "executive"])
def test_who_plans_for_nobody_opens_none(name, who, five, address, client):
    assert signed_in(client, getattr(five, who)).get(address(name)).status_code == 403


@pytest.mark.parametrize("name", [*HR_PAGES, *PLANNER_PAGES])
def test_without_signing_in_every_page_leads_to_the_sign_in(name, address, client):
    answer = client.get(address(name))
    assert (answer.status_code, answer.url.startswith(reverse("accounts:sign_in"))) == (302, True)


def test_changes_are_posted(five, client):
    signed_in(client, five.hr)
    assert client.get(reverse("schedules:save_roster")).status_code == 405
    assert client.get(reverse("schedules:copy_national")).status_code == 405


def save(client, *changes):
    body = json.dumps({"changes": [[person.pk, day.isoformat(), code] for person, day, code in changes]})
    return client.post(reverse("schedules:save_roster"), body, content_type="application/json")


def test_a_roster_is_saved_from_the_grid_at_once(five, client, shift, real_today):
    signed_in(client, five.operator)
    answer = save(client, (five.servant, real_today, "p "), (five.servant, real_today + DAY, "L"),
                  (five.supervisor, real_today, ""))  # fmt: skip
    assert (answer.status_code, answer.json()["sentence"]) == (200, "3 hari disimpan.")
    rows = RosterDay.objects.order_by("pk").values_list("person", "shift", "by_pattern", "source")
    assert list(rows) == [
        (five.servant.pk, shift.pk, False, "page"),
        (five.servant.pk, None, False, "page"),
        (five.supervisor.pk, None, True, "page"),
    ]


def test_the_grid_says_why_it_was_not_saved(five, client, shift, real_today):
    signed_in(client, five.operator)
    for changes, code in (
        ([(five.servant, real_today, "XYZ")], "shift_unknown"),
        ([(five.other_supervisor, real_today, "P")], "not_yours"),
        ([(five.operator, real_today, "P")], "yourself"),
        ([(five.servant, real_today - DAY, "P")], "past_is_hrs"),
        ([], "nothing_changed"),
        ([(five.servant, real_today, "P")] * 2001, "too_many"),
    ):
        answer = save(client, *changes)
        assert (answer.status_code, answer.json()["code"]) == (422, code)
        assert answer.json()["sentence"].endswith(".")
    for body in ("{", "[]", '{"changes": [[1, "besok", "P"]]}', '{"changes": [[1]]}'):
        answer = client.post(reverse("schedules:save_roster"), body, content_type="application/json")
        assert answer.status_code == 400
    assert not RosterDay.objects.exists()


def test_the_grid_shows_what_is_set_and_what_the_pattern_has(five, shift):
    monday = dt.date(2026, 1, 19)
    part_time = make_person(unit=five.clinic, employment="PPPK_PW", weekly_minutes=1200)
    unknown = make_person(unit=five.roads)
    use(office_week(shift), five.clinic)
    roster(five.servant, monday + DAY, make_shift((21, 31), code="M"))
    roster(five.servant, monday + 2 * DAY)
    day_off(monday + 3 * DAY)
    people = [five.servant, part_time, unknown]
    lines = month_lines(people, monday, monday + 6 * DAY, fixed_before=monday + DAY, fixed={part_time.pk})
    shown = {line.person: [(cell.own, cell.pattern) for cell in line.cells] for line in lines}
    assert shown[five.servant] == [
        ("", "P"), ("M", "P"), ("L", "P"), ("", "H"), ("", "P"), ("", "L"), ("", "L"),
    ]  # fmt: skip
    assert [pattern for _, pattern in shown[part_time]] == ["PW", "PW", "PW", "H", "PW", "L", "L"]
    assert {pattern for _, pattern in shown[unknown]} == {"?"}
    assert [cell.is_fixed for cell in lines[0].cells] == [True] + [False] * 6
    assert all(cell.is_fixed for cell in lines[1].cells)


def test_the_grid_of_many_costs_the_same(five, client, shift, django_assert_max_num_queries):
    use(office_week(shift), five.health)
    for _ in range(50):
        make_person(unit=five.clinic)
    signed_in(client, five.hr)
    with django_assert_max_num_queries(34):
        page = client.get(reverse("schedules:roster"), {"unit": five.clinic.pk, "bulan": "2026-02"})
    content = page.content.decode()
    assert content.count("<input") > 28 * 40
    assert five.servant.nip not in content


def test_an_operator_sees_only_the_people_of_their_units_and_not_themselves(five, client):
    page = signed_in(client, five.operator).get(reverse("schedules:roster"), {"unit": five.roads.pk})
    assert {line.person for line in page.context["lines"]} == {five.servant, five.supervisor}


def test_odd_months_and_units_show_the_present(five, client, shift):
    signed_in(client, five.hr)
    for query in ({"bulan": "kapan"}, {"bulan": "2026-13"}, {"unit": "x"}, {"hal": "99"}):
        assert client.get(reverse("schedules:roster"), query).status_code == 200
    for query in ({"tahun": "12"}, {"tahun": "x"}, {"kalender": "x"}):
        assert client.get(reverse("schedules:year"), query).status_code == 200


def test_a_shift_is_defined_and_its_hours_changed_on_the_page(five, client):
    signed_in(client, five.hr)
    typed = {
        "code": "m", "name": "Malam", "valid_from": "2026-01-01", "sort": "own", "start": "21:00", "end": "07:00",
        "rest_from": "00:30", "rest_to": "01:00", "ramadan_start": "22:00", "ramadan_end": "05:00", "slack": "10",
    }  # fmt: skip
    assert client.post(reverse("schedules:define_shift"), typed).status_code == 302
    made = Shift.objects.get(code="M")
    hours = made.hours.get()
    assert hours.parts == [[1260, 1860, 1470, 1500]]
    assert hours.ramadan_parts == [[1320, 1740, 0, 0]]
    page = client.get(reverse("schedules:shifts")).content.decode()
    assert "21.00 – 07.00 besok" in page
    assert "00.30 – 01.00 besok" in page
    change = reverse("schedules:change_hours", args=[made.pk])
    assert 'value="21:00"' in client.get(change).content.decode()
    assert client.post(change, typed).status_code == 422
    assert client.post(change, typed | {"document_number": "SK 1", "sort": "on_call"}).status_code == 422
    moved = {"valid_from": "2026-02-01", "document_number": "SK 1", "sort": "five_day"}
    assert client.post(change, moved).status_code == 302
    half = typed | {"code": "X", "end": ""}
    assert "Jam dinas belum benar" in client.post(reverse("schedules:define_shift"), half).content.decode()


def test_hours_of_six_days_that_wait_for_two_offices_are_named(five, client):
    signed_in(client, five.hr)
    typed = {"code": "E", "name": "Enam hari", "valid_from": "2026-01-01", "sort": "six_day", "slack": "0"}
    assert "belum diaktifkan" not in client.get(reverse("schedules:shifts")).content.decode()
    assert client.post(reverse("schedules:define_shift"), typed).status_code == 302
    page = client.get(reverse("schedules:shifts")).content.decode()
    for title in ("Jam masuk (enam hari kerja)", "Jam pulang (enam hari kerja)"):
        assert f'"{title}" belum diaktifkan' in page
    switch_on("working_time.six_day.start", "working_time.six_day.end")
    assert "belum diaktifkan" not in client.get(reverse("schedules:shifts")).content.decode()


def test_a_split_shift_has_a_second_part(five, client):
    signed_in(client, five.hr)
    typed = {"code": "PSR", "name": "Pasar", "valid_from": "2026-01-01", "sort": "own", "start": "06:00",
             "end": "10:00", "start_2": "16:00", "end_2": "19:30", "weekly": "on"}  # fmt: skip
    assert client.post(reverse("schedules:define_shift"), typed).status_code == 302
    page = client.get(reverse("schedules:shifts")).content.decode()
    assert "06.00 – 10.00 dan 16.00 – 19.30, cukup jumlah seminggu" in page


def test_a_pattern_is_made_used_and_ended_on_the_page(five, client, shift, real_today):
    signed_in(client, five.operator)
    typed = {"name": "Enam hari", "unit": five.clinic.pk, "anchor": "2026-01-19", "cycle": "P p P P P P L"}
    wrong = client.post(reverse("schedules:define_pattern"), typed | {"cycle": "P Q"})
    assert (wrong.status_code, "Q: Kode dinas" in wrong.content.decode()) == (422, True)
    answer = client.post(reverse("schedules:define_pattern"), typed)
    pattern = Pattern.objects.get(name="Enam hari")
    assert answer.url == reverse("schedules:pattern", args=[pattern.pk])
    assert (pattern.days.count(), pattern.follows_calendar) == (7, False)
    using = reverse("schedules:use_pattern", args=[pattern.pk])
    calendar = Calendar.objects.get().pk
    for who, status in (({}, 422), ({"unit": five.clinic.pk, "nip": five.servant.nip}, 422), ({"nip": "123"}, 422),
                        ({"nip": five.operator.nip}, 422), ({"unit": five.roads.pk}, 422),
                        ({"nip": five.servant.nip}, 302), ({"unit": five.clinic.pk}, 302)):  # fmt: skip
        assert client.post(using, who | {"calendar": calendar, "first": real_today}).status_code == status
    page = client.get(answer.url).content.decode()
    assert five.servant.name in page
    own = PatternUse.objects.get(person=five.servant)
    assert client.post(reverse("schedules:end_use", args=[own.pk]), {"last": real_today}).status_code == 302
    own.refresh_from_db()
    assert own.valid_to == real_today
    assert signed_in(client, five.other_supervisor).get(answer.url).status_code == 404


def test_a_use_of_others_cannot_be_ended(five, client, shift):
    theirs = use(make_pattern(shift), five.roads)
    signed_in(client, five.operator)
    assert client.get(reverse("schedules:end_use", args=[theirs.pk])).status_code == 404


def test_a_calendar_is_filled_on_the_page(five, client, real_today):
    signed_in(client, five.hr)
    year = {"tahun": str(real_today.year)}
    assert "Salin hari-hari itu" in client.get(reverse("schedules:year"), year).content.decode()
    assert client.post(reverse("schedules:copy_national"), year).status_code == 302
    assert CalendarDay.objects.filter(kind="cuti_bersama").exists()
    assert "Salin hari-hari itu" not in client.get(reverse("schedules:year"), year).content.decode()
    client.post(reverse("schedules:open_calendar"), {"name": "Kaldik", "kind": "school"})
    school = Calendar.objects.get(name="Kaldik")
    typed = {"calendar": school.pk, "day": f"{real_today.year}-06-24", "kind": "school", "name": "Libur"}
    assert client.post(reverse("schedules:declare"), typed).status_code == 422
    assert client.post(reverse("schedules:declare"), typed | {"document_number": "Kaldik"}).status_code == 302
    page = client.get(reverse("schedules:year"), year | {"kalender": school.pk}).content.decode()
    assert "Kaldik" in page
    refused = client.post(reverse("schedules:copy_national"), {"tahun": "2050"}, follow=True)
    assert "Tahun itu tidak dikenal" in refused.content.decode()


def test_ramadan_is_proposed_and_confirmed_on_the_page(five, client, real_today):
    fast(dt.date(2026, 2, 19), dt.date(2026, 3, 20))
    signed_in(client, five.hr)
    page = client.get(reverse("schedules:ramadan")).content.decode()
    assert "Perkiraan" in page
    address = reverse("schedules:confirm_ramadan", args=[1447])
    assert 'value="2026-02-18"' in client.get(address).content.decode()
    typed = {"first": "2026-02-18", "last": "2026-03-19", "document_number": "SKB 9"}
    assert client.post(address, typed).status_code == 302
    assert Ramadan.objects.order_by("pk").last().first == dt.date(2026, 2, 18)
    assert client.post(address, typed | {"last": "2026-03-10"}).status_code == 422


def upload(client, kind: str, *lines: str):
    file = SimpleUploadedFile("j.csv", "\n".join(lines).encode())
    return client.post(reverse("schedules:upload", args=[kind]), {"file": file})


def test_a_roster_is_imported_in_two_steps(five, client, shift, real_today):
    signed_in(client, five.operator)
    day = real_today + DAY
    bad = upload(client, "jadwal", "nip;tanggal;dinas", f"{five.servant.nip};{day};XYZ")
    page = client.get(bad.url).content.decode()
    assert "Kode dinas tidak ada" in page
    assert five.servant.nip not in page
    listing = client.get(bad.url + "masalah.csv").content.decode()
    assert "shift_unknown" in listing
    client.post(bad.url + "terapkan/")
    assert not RosterDay.objects.exists()
    good = upload(client, "jadwal", "nip;tanggal;dinas", f"{five.servant.nip};{day};P")
    assert "siap disimpan" in client.get(good.url).content.decode()
    client.post(good.url + "terapkan/")
    assert RosterDay.objects.get().day == day
    assert "1 hari disimpan" in client.get(good.url).content.decode()
    assert signed_in(client, five.supervisor).get(good.url).status_code == 404
    assert upload(client, "jadwal", "nama", "x").status_code == 422


def test_days_off_are_imported_by_hr_only(five, client):
    line = ("tanggal;nama;jenis;dokumen", "2026-10-11;Hari jadi;libur setempat;SE 1")
    assert upload(signed_in(client, five.operator), "libur", *line).status_code == 403
    assert upload(client, "lain", *line).status_code == 404
    draft = upload(signed_in(client, five.hr), "libur", *line)
    client.post(draft.url + "terapkan/")
    assert CalendarDay.objects.get().name == "Hari jadi"
    assert RosterDraft.objects.get().rows == []
    assert "tanggal;nama" in client.get(reverse("schedules:example", args=["libur"])).content.decode()
