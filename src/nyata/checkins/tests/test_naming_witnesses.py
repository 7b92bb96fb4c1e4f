"""Naming witnesses: by whoever leads the unit or HR, dated, with a reason, ended any time; on a page and by API."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from nyata.checkins import selectors, services
from nyata.checkins.models import NamedWitness
from nyata.checkins.refusals import Refused
from nyata.core.reasons import Reason
from nyata.ledger.models import Opening
from nyata.people.services import readmit_person, release_person
from nyata.people.tests.asking import signed_in
from nyata.people.tests.factories import make_person, make_unit

pytestmark = pytest.mark.django_db
WHY = "Kepala puskesmas ke desa setiap Rabu."


@pytest.fixture
def colleague(world):
    return make_person("Wati Lembak", unit=world.cast.clinic)


@pytest.fixture
def today():
    return timezone.localdate()


def name(world, colleague, who="supervisor", *, days=30, start=0, reason=WHY, unit=None):
    first = timezone.localdate() + dt.timedelta(days=start)
    return services.name_witness(
        actor=getattr(world.cast, who), unit=unit or world.cast.clinic, person=colleague, valid_from=first,
        valid_to=first + dt.timedelta(days=days), reason=reason, at=timezone.now(),
    )  # fmt: skip


@pytest.mark.parametrize("who", ["supervisor", "hr"])
def test_whoever_leads_the_unit_or_hr_names_a_witness_on_record(world, colleague, who):
    made = name(world, colleague, who)
    assert (made.reason, made.named_by) == (WHY, getattr(world.cast, who))
    entry = bytes(Opening.objects.get(kind="witness").content)
    assert b'"event":"named"' in entry
    assert WHY.encode() in entry


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"who": "other_supervisor"}, Reason.NOT_ALLOWED),
        ({"who": "servant"}, Reason.NOT_ALLOWED),
        ({"who": "operator"}, Reason.NOT_ALLOWED),
        ({"who": "auditor"}, Reason.NOT_ALLOWED),
        ({"days": 367}, Reason.NAMING_DATES),
        ({"days": -1}, Reason.NAMING_DATES),
        ({"start": -10, "days": 9}, Reason.NAMING_DATES),
        ({"reason": "  "}, Reason.WORDS_MISSING),
        ({"reason": "x" * 301}, Reason.WORDS_MISSING),
    ],
)
def test_a_naming_that_may_not_be_is_refused_with_its_code(world, colleague, changes, reason):
    with pytest.raises(Refused) as caught:
        name(world, colleague, **changes)
    assert caught.value.reason is reason
    assert not NamedWitness.objects.exists()


@pytest.mark.parametrize(("start", "days"), [(-10, 10), (0, 0), (0, 366)])
def test_a_naming_lasts_from_a_day_to_a_year_and_ends_today_at_the_earliest(world, colleague, start, days):
    assert name(world, colleague, start=start, days=days).valid_to >= timezone.localdate()


def test_nobody_names_themselves(world):
    with pytest.raises(Refused) as caught:
        name(world, world.cast.supervisor)
    assert caught.value.reason is Reason.NOT_ON_ONESELF


def test_somebody_who_left_is_not_named(world, colleague):
    colleague.is_active = False
    colleague.save()
    with pytest.raises(Refused) as caught:
        name(world, colleague)
    assert caught.value.reason is Reason.PERSON_INACTIVE


def test_the_same_colleague_is_named_once_for_the_same_days_and_again_after_an_end(world, colleague):
    first = name(world, colleague, days=30)
    with pytest.raises(Refused) as caught:
        name(world, colleague, start=30, days=5)
    assert caught.value.reason is Reason.NAMED_ALREADY
    name(world, colleague, start=31, days=5)
    services.end_witness(actor=world.cast.hr, named=first, at=timezone.now())
    name(world, colleague)


def test_an_ended_naming_gives_no_power_from_that_moment_and_keeps_its_days(world, colleague, today):
    named = name(world, colleague)
    assert selectors.may_witness(colleague, world.cast.servant, today)
    ended = services.end_witness(actor=world.cast.supervisor, named=named, at=timezone.now())
    assert not selectors.may_witness(colleague, world.cast.servant, today)
    assert not selectors.vouchable_by(colleague, today)
    assert not selectors.witnesses_named(world.cast.hr, today)
    assert (ended.valid_to, ended.ended_by) == (named.valid_to, world.cast.supervisor)
    assert b'"event":"ended"' in bytes(Opening.objects.filter(kind="witness").latest("leaf_id").content)


def test_what_is_over_is_not_ended_again(world, colleague):
    named = name(world, colleague)
    services.end_witness(actor=world.cast.supervisor, named=named, at=timezone.now())
    for later in (dt.timedelta(0), dt.timedelta(days=40)):
        with pytest.raises(Refused) as caught:
            services.end_witness(actor=world.cast.supervisor, named=named, at=timezone.now() + later)
        assert caught.value.reason is Reason.NAMING_ENDED


def test_only_whoever_may_name_for_the_unit_ends_a_naming(world, colleague):
    named = name(world, colleague)
    with pytest.raises(Refused) as caught:
        services.end_witness(actor=world.cast.other_supervisor, named=named, at=timezone.now())
    assert caught.value.reason is Reason.NOT_ALLOWED


# The page


PAGE = "checkins:witnesses"


def typed(world, colleague, **changes):
    first = timezone.localdate()
    wish = {"unit": world.cast.clinic.pk, "person": colleague.pk, "valid_from": first, "valid_to": first, "reason": WHY}
    return wish | changes


@pytest.mark.parametrize("who", ["servant", "operator", "auditor", "executive"])
def test_whoever_leads_nobody_finds_no_such_page(world, colleague, client, who):
    signed_in(client, getattr(world.cast, who))
    assert client.get(reverse(PAGE)).status_code == 404
    assert client.post(reverse(PAGE), typed(world, colleague)).status_code == 404
    assert client.post(reverse("checkins:end_witness", args=[name(world, colleague).pk])).status_code == 404


def test_without_signing_in_the_page_leads_to_the_sign_in(client, db):
    assert client.get(reverse(PAGE)).url.startswith(reverse("accounts:sign_in"))


def test_a_supervisor_names_and_ends_a_witness_on_the_page(world, colleague, client):
    get = signed_in(client, world.cast.supervisor).get
    page = get(reverse(PAGE))
    assert list(page.context["colleagues"]) == [world.cast.servant, colleague]
    assert colleague.nip not in page.content.decode()
    answer = client.post(reverse(PAGE), typed(world, colleague), follow=True).content.decode()
    assert "Wati Lembak ditunjuk sebagai saksi untuk Puskesmas Rawa Bening" in answer
    assert WHY.rstrip(".") in answer
    end = reverse("checkins:end_witness", args=[NamedWitness.objects.get().pk])
    assert client.get(end).status_code == 405
    assert "Penunjukan diakhiri" in client.post(end, follow=True).content.decode()
    assert client.post(end).status_code == 404


def test_colleagues_are_found_by_name_and_shown_a_few_at_a_time(world, colleague, client):
    for number in range(25):
        make_person(f"Orang {number:02}", unit=world.cast.clinic)
    signed_in(client, world.cast.supervisor)
    page = client.get(reverse(PAGE))
    assert (len(page.context["colleagues"]), page.context["more"]) == (8, 19)
    assert list(client.get(reverse(PAGE), {"cari": "lembak WATI"}).context["colleagues"]) == [colleague]


def test_a_unit_of_somebody_else_is_not_found_and_a_wrong_one_is_the_first(world, colleague, client):
    signed_in(client, world.cast.supervisor)
    assert client.get(reverse(PAGE), {"unit": world.cast.roads.pk}).status_code == 404
    assert client.post(reverse(PAGE), typed(world, colleague, unit=world.cast.roads.pk)).status_code == 404
    assert client.get(reverse(PAGE), {"unit": "x"}).context["unit"] == world.cast.clinic


def test_a_colleague_whom_the_supervisor_does_not_see_is_not_named(world, client):
    signed_in(client, world.cast.supervisor)
    page = client.post(reverse(PAGE), typed(world, world.cast.other_supervisor))
    assert page.status_code == 422
    assert "Pilih rekan dari OPD yang sama" in page.content.decode()
    assert not NamedWitness.objects.exists()


def test_a_refused_naming_says_why_and_keeps_what_was_typed(world, colleague, client):
    signed_in(client, world.cast.supervisor)
    page = client.post(reverse(PAGE), typed(world, colleague, valid_to="2020-01-01"))
    assert page.status_code == 422
    assert "Tanggal penunjukan belum sesuai" in page.content.decode()
    assert f'value="{colleague.pk}" checked' in page.content.decode()
    assert "Saksi belum dipilih" in client.post(reverse(PAGE), typed(world, colleague, person="")).content.decode()


def test_hr_names_for_any_unit_and_sees_all(world, colleague, client):
    inner = make_unit("Seksi Jalan", parent=world.cast.roads)
    builder = make_person("Ujang Aspal", unit=inner)
    name(world, colleague)
    signed_in(client, world.cast.hr)
    page = client.post(reverse(PAGE), typed(world, builder, unit=inner.pk), follow=True)
    assert {one.person for one in page.context["found"]} == {colleague, builder}
    signed_in(client, world.cast.other_supervisor)
    assert {one.person for one in client.get(reverse(PAGE)).context["found"]} == {builder}


def test_the_witness_reads_who_named_them_until_when_and_why(world, colleague, client):
    name(world, colleague)
    page = signed_in(client, colleague).get(reverse("checkins:witness")).content.decode()
    assert "Rahmat Belida menunjuk Anda sebagai saksi untuk Puskesmas Rawa Bening" in page
    assert WHY in page
    assert reverse(PAGE) not in page
    assert reverse(PAGE) in signed_in(client, world.cast.supervisor).get(reverse("checkins:witness")).content.decode()


def test_officers_find_the_page_from_where_they_look_for_it(world, client):
    signed_in(client, world.cast.hr)
    pages = (reverse("people:person", args=[world.cast.servant.pk]), reverse("enrolment:accommodations"))
    for address in (*pages, reverse("boards:board")):
        assert reverse(PAGE) in client.get(address).content.decode()
    signed_in(client, world.cast.supervisor)
    assert reverse(PAGE) in client.get(reverse("boards:board")).content.decode()


# The wire


def test_a_supervisor_names_a_witness_over_the_api_sees_who_is_named_and_ends_it(world, colleague):
    phone = world.phone_of(world.cast.supervisor)
    wish = typed(world, colleague)
    wish |= {day: str(wish[day]) for day in ("valid_from", "valid_to")}
    made = phone.ask("POST", "/attestations/witnesses", wish)
    assert (made.status, made.body["name"], made.body["reason"]) == (201, "Wati Lembak", WHY)
    assert phone.ask("GET", "/attestations/witnesses").body == {"witnesses": [made.body]}
    assert world.phone_of(world.cast.hr).ask("GET", "/attestations/witnesses").body == {"witnesses": [made.body]}
    assert phone.ask("POST", "/attestations/witnesses", wish).code == "named_already"
    assert phone.ask("POST", "/attestations/witnesses", wish | {"person": 0}).status == 404
    end = f"/attestations/witnesses/{made.body['id']}/end"
    stranger = world.phone_of(world.cast.other_supervisor)
    assert stranger.ask("GET", "/attestations/witnesses").body == {"witnesses": []}
    assert stranger.ask("POST", "/attestations/witnesses", wish).status == 404
    assert stranger.ask("POST", end, {}).status == 404
    assert phone.ask("POST", end, {}).status == 200
    assert phone.ask("GET", "/attestations/witnesses").body == {"witnesses": []}


def test_whoever_leaves_is_no_witness_any_more_even_after_coming_back(world, colleague):
    name(world, colleague)
    assert selectors.may_witness(colleague, world.cast.servant, timezone.localdate())
    release_person(actor=world.cast.hr, person=colleague, at=timezone.now())
    readmit_person(actor=world.cast.hr, person=colleague, at=timezone.now())
    assert not selectors.may_witness(colleague, world.cast.servant, timezone.localdate())
    assert NamedWitness.objects.get().ended_at is not None
    assert b'"event":"left"' in bytes(Opening.objects.filter(kind="witness").latest("leaf_id").content)
