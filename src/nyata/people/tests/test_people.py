import datetime as dt
from dataclasses import replace

import pytest

from nyata.people import services
from nyata.people.models import Person, Post, SiteUse
from nyata.people.refusals import Code
from nyata.people.selectors import authority_of
from nyata.people.services import Particulars
from nyata.people.tests.asking import entries, refused, says
from nyata.people.tests.factories import make_post, make_unit, next_nip

WHO = Particulars(name="Wulan Embun", employment=Person.Employment.PNS, job_title="Arsiparis")
DAY = dt.timedelta(days=1)


@pytest.fixture
def register(five, now):
    def act(**changed):
        given = {"actor": five.hr, "nip": next_nip(), "unit": five.roads, "particulars": WHO, "at": now}
        return services.register_person(**given | changed)

    return act


def test_an_hr_officer_registers_a_person_without_a_password(register, five):
    person = register(nip="19850312 201001 2000")
    assert (person.nip, person.unit, person.is_active) == ("198503122010012000", five.roads, True)
    assert not person.has_usable_password()
    assert person.must_change_password
    [entry] = entries("person")
    assert says(entry, action="registered", person=person.pk, actor=five.hr.pk)
    assert b"198503122010012000" not in entry


def test_nobody_else_registers_people(register, five):
    for actor in (five.servant, five.supervisor, five.operator, five.auditor, five.executive):
        with refused(Code.NOT_HR):
            register(actor=actor)


def test_a_nip_is_registered_once(register):
    nip = next_nip()
    register(nip=nip)
    with refused(Code.NIP_TAKEN):
        register(nip=nip)
    assert len(entries("person")) == 1


def test_the_number_must_fit_the_employment(register):
    with refused(Code.EMPLOYMENT_MISMATCH):
        register(nip=next_nip("PPPK"))
    with refused(Code.EMPLOYMENT_MISMATCH):
        register(particulars=replace(WHO, employment="PPPK"))
    assert register(nip=next_nip("PPPK"), particulars=replace(WHO, employment="PPPK"))


def test_either_number_is_accepted_of_a_part_time_pppk(register):
    part_time = replace(WHO, employment="PPPK_PW")
    assert register(particulars=part_time)
    assert register(nip=next_nip("PPPK"), particulars=part_time)


def test_the_first_day_is_not_in_the_future(register, today):
    with refused(Code.JOINED_IN_FUTURE):
        register(particulars=replace(WHO, joined_on=today + DAY))
    assert register(particulars=replace(WHO, joined_on=today))


def test_nobody_joins_a_closed_unit(register):
    with refused(Code.UNIT_INACTIVE):
        register(unit=make_unit(is_active=False))


def test_corrections_are_kept_in_the_ledger(five, now):
    services.correct_person(actor=five.hr, person=five.servant, particulars=replace(WHO, name=" Sari M. "), at=now)
    five.servant.refresh_from_db()
    assert five.servant.name == "Sari M."
    assert says(entries("person")[0], action="corrected", person=five.servant.pk)


@pytest.mark.parametrize("act", ["correct", "move", "release", "readmit"])
def test_nobody_changes_themselves(act, five, now):
    acts = {
        "correct": lambda: services.correct_person(actor=five.hr, person=five.hr, particulars=WHO, at=now),
        "move": lambda: services.move_person(
            actor=five.hr, person=five.hr, unit=five.roads, document_number="1", at=now
        ),
        "release": lambda: services.release_person(actor=five.hr, person=five.hr, at=now),
        "readmit": lambda: services.readmit_person(actor=five.hr, person=five.hr, at=now),
    }
    with refused(Code.YOURSELF):
        acts[act]()


def test_a_person_moves_by_a_document(five, now):
    def move(unit, number="821/7/2026"):
        return services.move_person(actor=five.hr, person=five.servant, unit=unit, document_number=number, at=now)

    with refused(Code.SAME_UNIT):
        move(five.clinic)
    with refused(Code.DOCUMENT_MISSING):
        move(five.roads, " ")
    with refused(Code.UNIT_INACTIVE):
        move(make_unit(is_active=False))
    move(five.roads)
    assert Person.objects.get(pk=five.servant.pk).unit == five.roads
    assert says(entries("person")[0], action="moved", **{"from": five.clinic.pk}, document="821/7/2026")


def test_who_leaves_loses_posts_and_own_sites_from_the_next_day(five, now, today):
    coming = make_post(five.supervisor, Post.Role.OPERATOR, valid_from=today + DAY)
    own = SiteUse.objects.create(site=five.other_site, person=five.supervisor, valid_from=today)
    services.release_person(actor=five.hr, person=five.supervisor, at=now)
    person = Person.objects.get(pk=five.supervisor.pk)
    assert (person.is_active, person.left_on) == (False, today)
    assert person.posts.get().valid_to == today
    assert not Post.objects.filter(pk=coming.pk).exists()
    own.refresh_from_db()
    assert own.valid_to == today
    with refused(Code.ALREADY_LEFT):
        services.release_person(actor=five.hr, person=person, at=now)
    with refused(Code.ALREADY_LEFT):
        services.correct_person(actor=five.hr, person=person, particulars=WHO, at=now)


def test_who_comes_back_has_no_posts(five, now, today):
    with refused(Code.STILL_ACTIVE):
        services.readmit_person(actor=five.hr, person=five.supervisor, at=now)
    services.release_person(actor=five.hr, person=five.supervisor, at=now)
    person = services.readmit_person(actor=five.hr, person=five.supervisor, at=now)
    assert (person.is_active, person.left_on) == (True, None)
    assert not authority_of(person, today).roles
    assert authority_of(person, today - DAY).roles  # what was decided before was decided with power


def test_who_comes_back_does_not_sign_in_with_the_former_password(five, now):
    five.supervisor.set_password("kata sandi yang lama")
    five.supervisor.must_change_password = False
    five.supervisor.save()
    before = five.supervisor.get_session_auth_hash()
    services.release_person(actor=five.hr, person=five.supervisor, at=now)
    services.readmit_person(actor=five.hr, person=five.supervisor, at=now)
    person = Person.objects.get(pk=five.supervisor.pk)
    assert not person.has_usable_password()
    assert not person.check_password("kata sandi yang lama")
    assert person.must_change_password
    assert person.get_session_auth_hash() != before  # a session from before ends


def test_the_password_and_its_sessions_end_at_the_leaving(five, now):
    before = five.supervisor.get_session_auth_hash()
    services.release_person(actor=five.hr, person=five.supervisor, at=now)
    person = Person.objects.get(pk=five.supervisor.pk)
    assert not person.has_usable_password()
    assert person.get_session_auth_hash() != before
