import datetime as dt
import json
import random
from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from nyata.core.geometry import check_shape, distance_outside
from nyata.people import nip, selectors
from nyata.people.demo import accounts, organisation, staff
from nyata.people.demo.places import DISTRICTS
from nyata.people.models import District, Person, Post, Site, Unit
from nyata.people.tests.factories import make_person
from nyata.rules import selectors as rules
from nyata.rules.models import RuleDecision

TODAY = dt.date(2026, 11, 20)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo of 1,200 people, made once for this file and taken away after it."""
    path = tmp_path_factory.mktemp("demo") / "accounts.json"
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("seed_demo", people=1200, days=0, on=TODAY, accounts=path)
        yield json.loads(path.read_text()), path
        transaction.set_rollback(True)


def test_it_has_the_people_that_were_asked_for_and_forty_five_opd(world):
    assert Person.objects.count() == 1200
    assert Unit.objects.filter(parent=None).count() == 45
    assert set(District.objects.values_list("code", "name")) == {(code, name) for code, (name, *_) in DISTRICTS.items()}
    assert len(DISTRICTS) == 18


def test_every_number_is_well_formed_and_belongs_to_nobody_real(world):
    for person in Person.objects.all():
        found = nip.parse(person.nip, on=TODAY, demo=True)
        assert found.sequence == nip.DEMO_SEQUENCE
        assert found.is_pppk == (person.employment in ("PPPK", "PPPK_PW"))


def test_employment_is_spread_as_in_the_regency(world):
    share = {name: count / 1200 for name, count in Counter(Person.objects.values_list("employment", flat=True)).items()}
    assert 0.27 < share["PPPK_PW"] < 0.42  # published: 4,564 of about 12,000
    assert share["PNS"] > 0.4
    assert share["PPPK"] > 0.08


def test_everybody_but_the_sekda_has_a_supervisor(world):
    posts = set(Post.objects.filter(role__in=("supervisor", "opd_head")).values_list("unit__path", "person"))
    alone = [
        person.job_title
        for person in Person.objects.select_related("unit")
        if not any(path in selectors.above(person.unit.path) and holder != person.pk for path, holder in posts)
    ]
    assert alone == ["Sekretaris Daerah"]


def test_every_person_has_a_site_and_every_site_can_be_a_fence(world):
    for site in Site.objects.all():
        check_shape(site.shape, site.radius_m)
    assert all(selectors.sites_for(person, TODAY) for person in Person.objects.select_related("unit")[::20])
    shapes = Counter(site.shape["type"] for site in Site.objects.all())
    assert min(shapes["Point"], shapes["Polygon"]) > 10


def test_sites_lie_in_their_kecamatan(world):
    for site in Site.objects.select_related("district"):
        _, _, latitude, longitude = DISTRICTS[site.district.code]
        assert distance_outside(site.shape, site.radius_m, latitude, longitude) < 2_500


def test_most_units_are_live_and_one_opd_has_not_begun(world):
    units = list(Unit.objects.filter(parent=None))
    stages = Counter(selectors.stages_of_units(units, TODAY).values())
    assert stages["live"] > 20
    assert (stages["not_started"], stages["pendataan"], stages["trial"]) == (1, 5, 12)


def test_there_is_a_plt_and_a_plh(world):
    assert set(Post.objects.values_list("standing", flat=True)) == {"definitif", "plt", "plh"}


def test_each_role_has_an_account_that_opens_and_nobody_else_has_a_password(world):
    listed, path = world
    assert [account["role"] for account in listed] == [role.role for role in accounts.ROLES]
    for account in listed:
        person = Person.objects.get(nip=account["nip"])
        assert (person.name, person.must_change_password) == (account["name"], False)
    assert person.check_password(account["password"])
    assert Person.objects.exclude(password__startswith="!").count() == len(listed)
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_roles_have_the_powers_of_their_names(world):
    powers = {
        account["role"]: selectors.authority_of(Person.objects.get(nip=account["nip"]), TODAY) for account in world[0]
    }
    sari = powers["servant"].person
    assert (sari.name, sari.unit.name) == ("Sari Purnama, A.Md.Kep.", "Puskesmas Tulung Selapan")
    assert not powers["servant"].roles
    assert powers["supervisor"].supervises_person(sari)
    assert powers["opd_head"].supervises_person(sari)
    assert powers["operator"].operates_person(sari)
    assert not powers["other_supervisor"].supervises_person(sari)
    assert (powers["hr"].is_hr, powers["auditor"].is_auditor, powers["executive"].is_executive) == (True,) * 3
    assert powers["legal"].is_legal and not powers["hr"].is_legal


def test_both_offices_have_switched_on_what_the_demo_needs_and_no_more(world):
    rules.forget()
    day = TODAY - dt.timedelta(days=60)
    policy = rules.policy_on(day, employment="PPPK_PW", week="six_day")
    assert policy.discipline.lateness.late_bands and policy.working_time.six_day.end and policy.leave.annual.days
    assert rules.is_off("leave.sick.max_days", day, employment="PPPK_PW")
    assert policy.discipline.absence.late_to_absence is False
    documents = set(RuleDecision.objects.values_list("document_number", flat=True))
    assert all("Peragaan" in number for number in documents) and len(documents) == 2


def test_a_second_time_changes_nothing_and_a_lost_list_gets_new_passwords(world, tmp_path):
    listed, path = world
    before = path.read_text()
    call_command("seed_demo", people=1200, days=0, accounts=path)
    assert path.read_text() == before
    again = tmp_path / "accounts.json"
    call_command("seed_demo", people=1200, days=0, accounts=again)
    fresh = json.loads(again.read_text())
    assert [account["nip"] for account in fresh] == [account["nip"] for account in listed]
    assert fresh[0]["password"] != listed[0]["password"]
    with pytest.raises(CommandError, match="has 1200 people"):
        call_command("seed_demo", people=2000, days=0, accounts=path)


def test_it_refuses_a_database_with_people_of_its_own(db, tmp_path):
    make_person(nip="198503122010012007")
    with pytest.raises(CommandError, match="people of its own"):
        call_command("seed_demo", people=1200, days=0, accounts=tmp_path / "a.json")


@pytest.mark.parametrize("people", [599, 50_001])
def test_it_refuses_a_world_too_small_or_too_large(db, people, tmp_path):
    with pytest.raises(CommandError, match="must be from"):
        call_command("seed_demo", people=people, days=0, accounts=tmp_path / "a.json")


def test_it_refuses_to_run_outside_the_demo(db, settings, tmp_path):
    settings.DEMO = False
    with pytest.raises(CommandError, match="demo only"):
        call_command("seed_demo", people=1200, days=0, accounts=tmp_path / "a.json")


def drawn(people: int) -> list[tuple[str, str, str]]:
    places = staff.positions(organisation.plan(people), people)
    hired = staff.hire(random.Random(7), places, TODAY)
    return [(place.unit.code, person.nip, person.name) for place, person, _role in hired]


def test_the_same_dice_make_the_same_people():
    assert drawn(1200) == drawn(1200)


def test_the_whole_regency_has_as_many_numbers_as_people():
    people = drawn(12_000)
    assert len({number for _, number, _ in people}) == len(people) == 12_000
