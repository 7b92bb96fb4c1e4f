import datetime as dt
from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from procrastinate.contrib.django.models import ProcrastinateJob

from nyata.people import services
from nyata.people.models import DayChange, Person, Placement
from nyata.people.refusals import Code
from nyata.people.selectors import placements
from nyata.people.services import NewStatus, Particulars, days
from nyata.people.tests.asking import entries, refused, says
from nyata.people.tests.factories import BEGINNING, make_person, make_placement, next_nip

DAY = dt.timedelta(days=1)
MARCH = dt.date(2026, 3, 1)


def spans(person: Person, first=dt.date(2020, 1, 1), last=dt.date(2030, 1, 1)) -> list[tuple]:
    found = placements([person.pk], first, last)
    return [(row.unit_id, row.employment, row.weekly_minutes, row.first, row.last) for row in found]


def changes() -> list[tuple]:
    return list(DayChange.objects.order_by("pk").values_list("person", "unit", "first", "last", "why"))


@pytest.fixture
def move(five, now):
    def act(person=None, unit=None, first=None):
        return services.move_person(
            actor=five.hr, person=person or five.servant, unit=unit or five.roads, document_number="824/3", first=first,
            at=now,
        )  # fmt: skip

    return act


@pytest.fixture
def change(five, now, today):
    def act(person, employment="PNS", first=today, **more):
        status = NewStatus(employment=employment, first=first, document_number="821/9", **more)
        return services.change_employment(actor=five.hr, person=person, status=status, at=now)

    return act


def test_two_placements_of_one_person_never_overlap(five):
    with pytest.raises(IntegrityError, match="placements_do_not_overlap"), transaction.atomic():
        make_placement(five.servant, unit=five.roads, valid_from=MARCH)
    Placement.objects.filter(person=five.servant).update(valid_to=MARCH)
    with pytest.raises(IntegrityError, match="placements_do_not_overlap"), transaction.atomic():
        make_placement(five.servant, unit=five.roads, valid_from=MARCH)
    make_placement(five.servant, unit=five.roads, valid_from=MARCH + DAY)


def test_contract_minutes_belong_to_a_part_time_pppk(five):
    for employment, minutes in (("PNS", 1200), ("PPPK_PW", 0)):
        with pytest.raises(IntegrityError, match="placement_minutes_by_contract"), transaction.atomic():
            make_person(employment=employment, weekly_minutes=minutes)


def test_who_is_registered_is_placed_from_their_first_day(five, now, today):
    def register(**more):
        who = Particulars("Wulan Embun", "PPPK_PW", **more)
        return services.register_person(actor=five.hr, nip=next_nip(), unit=five.roads, particulars=who, at=now)

    known = register(joined_on=MARCH.replace(year=2025), weekly_minutes=1200)
    unknown = register()
    far = dt.date(2030, 1, 1)
    assert spans(known) == [(five.roads.pk, "PPPK_PW", 1200, MARCH.replace(year=2025), far)]
    assert spans(unknown) == [(five.roads.pk, "PPPK_PW", None, today, far)]
    assert changes() == [
        (known.pk, None, MARCH.replace(year=2025), None, "placement"),
        (unknown.pk, None, today, None, "placement"),
    ]
    for minutes in (0, 2251):
        with refused(Code.WEEKLY_MINUTES_WRONG):
            register(weekly_minutes=minutes)
    assert register(weekly_minutes=2250)


def test_a_move_inside_a_month_leaves_the_days_before_where_they_were(five, move, today):
    move(first=today - 3 * DAY)
    assert spans(five.servant, today - 10 * DAY, today) == [
        (five.clinic.pk, "PNS", None, today - 10 * DAY, today - 4 * DAY),
        (five.roads.pk, "PNS", None, today - 3 * DAY, today),
    ]
    assert changes() == [(five.servant.pk, None, today - 3 * DAY, None, "placement")]
    assert says(entries("person")[0], since=(today - 3 * DAY).isoformat())


def test_a_move_keeps_the_contract(five, move):
    person = make_person(unit=five.clinic, employment="PPPK_PW", weekly_minutes=900)
    move(person)
    assert [row[2] for row in spans(person)] == [900, 900]


def test_a_move_begins_today_or_before_and_after_the_last_one(five, move, today):
    with refused(Code.STARTS_IN_FUTURE):
        move(first=today + DAY)
    five.servant.refresh_from_db()
    move(first=today - DAY)
    with refused(Code.PLACEMENT_LATER):
        move(unit=five.clinic, first=today - 2 * DAY)


def test_a_second_move_on_the_day_of_the_first_takes_its_place(five, move, today):
    move()
    move(unit=five.bkpsdm)
    assert [row[0] for row in spans(five.servant)] == [five.clinic.pk, five.bkpsdm.pk]


def test_a_pppk_becomes_a_pns_with_another_number(five, change, today):
    person, nip = make_person(unit=five.clinic, employment="PPPK"), next_nip()
    with refused(Code.EMPLOYMENT_MISMATCH):
        change(person)
    with refused(Code.NIP_TAKEN):
        change(person, nip=five.servant.nip)
    change(person, nip=nip, first=today - DAY)
    person = Person.objects.get(pk=person.pk)
    assert (person.nip, person.employment) == (nip, "PNS")
    assert [row[1] for row in spans(person, today - 2 * DAY, today)] == ["PPPK", "PNS"]
    [entry] = entries("person")
    assert says(entry, action="employment", before="PPPK", since=(today - DAY).isoformat(), document="821/9")
    assert nip.encode() not in entry


def test_a_cpns_becomes_a_pns_with_the_same_number(five, change):
    person = make_person(employment="CPNS")
    change(person)
    assert [row[1] for row in spans(person)] == ["CPNS", "PNS"]


def test_another_employment_is_an_hr_officers_act_by_a_document(five, change, now, today):
    status = NewStatus("CPNS", today, "821/9")
    with refused(Code.NOT_HR):
        services.change_employment(actor=five.supervisor, person=five.servant, status=status, at=now)
    with refused(Code.YOURSELF):
        change(five.hr)
    with refused(Code.DOCUMENT_MISSING):
        services.change_employment(
            actor=five.hr, person=five.servant, status=replace(status, document_number=" "), at=now
        )
    with refused(Code.WEEKLY_MINUTES_WRONG):
        change(five.servant, weekly_minutes=1200)
    with refused(Code.STARTS_IN_FUTURE):
        change(five.servant, "CPNS", first=today + DAY)
    services.release_person(actor=five.hr, person=five.servant, at=now)
    with refused(Code.ALREADY_LEFT):
        change(five.servant)


def test_another_contract_begins_on_its_day(five, change, today):
    person = make_person(employment="PPPK_PW", weekly_minutes=1200)
    change(person, "PPPK_PW", weekly_minutes=900)
    assert [row[2] for row in spans(person)] == [1200, 900]


def test_a_correction_holds_from_the_first_day_of_what_was_written_wrong(five, now):
    who = Particulars("Sari Melati", "CPNS", joined_on=MARCH.replace(year=2024))
    services.correct_person(actor=five.hr, person=five.servant, particulars=who, at=now)
    assert [(row[1], row[3]) for row in spans(five.servant)] == [("CPNS", MARCH.replace(year=2024))]
    assert changes() == [(five.servant.pk, None, MARCH.replace(year=2024), None, "placement")]


def test_a_corrected_name_changes_no_day(five, now):
    who = Particulars("Sari M.", "PNS")
    services.correct_person(actor=five.hr, person=five.servant, particulars=who, at=now)
    assert changes() == []


def test_a_later_first_day_shortens_the_first_placement_but_never_ends_it(five, move, now, today):
    who = Particulars("Sari Melati", "PNS")
    move(first=today - 5 * DAY)
    services.correct_person(
        actor=five.hr, person=five.servant, particulars=replace(who, joined_on=today - 6 * DAY), at=now
    )
    assert [row[3] for row in spans(five.servant)] == [today - 6 * DAY, today - 5 * DAY]
    with refused(Code.PLACEMENT_LATER):
        services.correct_person(
            actor=five.hr, person=five.servant, particulars=replace(who, joined_on=today - 5 * DAY), at=now
        )


def test_who_leaves_is_placed_until_that_day_and_again_from_the_return(five, now, today):
    services.release_person(actor=five.hr, person=five.servant, at=now)
    assert [row[4] for row in spans(five.servant)] == [today]
    services.readmit_person(actor=five.hr, person=five.servant, at=now + 3 * DAY)
    assert [(row[3], row[4]) for row in spans(five.servant, BEGINNING, today + 9 * DAY)] == [
        (BEGINNING, today),
        (today + 3 * DAY, today + 9 * DAY),
    ]
    assert [row[2] for row in changes()] == [today + DAY, today + 3 * DAY]


def test_who_leaves_and_returns_on_one_day_was_never_away(five, now, today):
    services.release_person(actor=five.hr, person=five.servant, at=now)
    services.readmit_person(actor=five.hr, person=five.servant, at=now)
    assert len(spans(five.servant)) == 1
    assert Placement.objects.get(person=five.servant).valid_to is None


def test_imported_people_are_placed_with_their_contract(five, now, today):
    nips = [next_nip(), next_nip(), next_nip()]
    rows = [
        "nip;nama;status;kode_unit;mulai;menit per minggu",
        f"{nips[0]};Wulan Embun;PPPK PW;{five.roads.code};2025-12-29;1200",
        f"{nips[1]};Bulan Rawa;PNS;{five.roads.code};;",
        f"{nips[2]};Bintang Lebak;PNS;{five.clinic.code};;",
    ]

    def check(*lines):
        content = "\n".join(lines).encode()
        return services.check_file(actor=five.hr, kind="people", name="p.csv", content=content, at=now)

    services.apply_import(actor=five.hr, draft=check(*rows), at=now)
    people = [Person.objects.get(nip=nip) for nip in nips]
    assert [spans(person)[0][2:4] for person in people] == [(1200, dt.date(2025, 12, 29)), (None, today), (None, today)]
    assert sorted(row[1:3] for row in changes()) == sorted(
        [(five.roads.pk, dt.date(2025, 12, 29)), (five.clinic.pk, today)]
    )
    bad = [
        f"{next_nip()};Wulan Embun;{status};{five.roads.code};;{cell}"
        for status, cell in (("PNS", "1200"), ("PPPK PW", "dua puluh"), ("PPPK PW", "2251"), ("PPPK PW", "0"))
    ]
    assert [code for _, code, _ in check(rows[0], *bad).problems] == [Code.WEEKLY_MINUTES_WRONG] * 4


def test_reading_the_placements_of_all_costs_one_query(five, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = placements(None, MARCH, MARCH)
    assert {row.person_id for row in found} == set(Person.objects.values_list("pk", flat=True))
    assert {row.path for row in found if row.person_id == five.servant.pk} == {five.clinic.path}


def test_people_of_before_get_the_placement_of_today(five):
    """What the migration does to a database that has people."""
    gone = make_person(unit=five.roads, is_active=False, left_on=MARCH, joined_on=MARCH - DAY)
    strange = make_person(unit=five.roads, is_active=False)
    Placement.objects.all().delete()
    migration = MigrationLoader(None).disk_migrations["people", "0004_placements"]
    with connection.cursor() as cursor:
        cursor.execute(migration.operations[-1].sql)
    assert spans(five.servant)[0][:4] == (five.clinic.pk, "PNS", None, dt.date(2020, 1, 1))
    assert spans(gone)[0][3:] == (MARCH - DAY, MARCH)
    assert Placement.objects.get(person=strange).valid_to is not None


def test_many_changes_leave_one_job_waiting_and_none_in_a_change_that_failed(
    five, now, django_capture_on_commit_callbacks
):
    waiting = ProcrastinateJob.objects.filter(task_name=days.TASK)
    with django_capture_on_commit_callbacks(execute=True):
        for person in (five.servant, five.supervisor):
            days.changed(person=person, first=MARCH, last=MARCH, why="roster", at=now)
    assert [(job.queueing_lock, job.status) for job in waiting] == [(days.TASK, "todo")]
    with django_capture_on_commit_callbacks(execute=True):
        days.changed(first=MARCH, last=None, why="calendar", at=now)
    assert waiting.count() == 1
    assert len(changes()) == 3
