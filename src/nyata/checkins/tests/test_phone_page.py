"""The check-in page: what each stage shows, what its scripts are told, what is kept for the hour without network."""

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nyata.checkins import keys
from nyata.checkins.words import home_words, trouble_words
from nyata.core import anchor
from nyata.enrolment.tests.factories import bound_phone
from nyata.people.models import Person, RolloutDecision
from nyata.people.tests.factories import Cast, cast, make_stage

pytestmark = pytest.mark.django_db
Stage = RolloutDecision.Stage
MODULES = Path(__file__).resolve().parents[1] / "static/phone"


@pytest.fixture
def people() -> Cast:
    return cast()


def signed_in(person: Person) -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(person)
    return client


def told(page: str, name: str) -> dict:
    found = re.search(rf'<script id="{name}" type="application/json">(.*?)</script>', page, re.S)
    assert found
    return json.loads(found[1])


def page_of(person: Person) -> str:
    response = signed_in(person).get("/absen/")
    assert response.status_code == 200
    return response.content.decode()


def test_nobody_sees_the_page_without_signing_in() -> None:
    response = Client(HTTP_HOST="localhost").get("/absen/")
    assert response.status_code == 302
    assert response.url.startswith(reverse("accounts:sign_in"))


def test_a_unit_that_has_not_started_says_so_and_offers_nothing(people: Cast) -> None:
    make_stage(people.clinic, Stage.NOT_STARTED, valid_from=dt.date(2025, 2, 1))
    bound_phone(people.servant)
    page = page_of(people.servant)
    assert "Absen digital belum dimulai" in page
    assert 'id="act"' not in page
    assert not told(page, "state")["canAct"]


def test_the_stage_of_registration_leads_to_the_enrolment(people: Cast) -> None:
    make_stage(people.clinic, Stage.REGISTRATION, valid_from=dt.date(2025, 2, 1))
    page = page_of(people.servant)
    assert "Mulai pendataan" in page
    assert 'id="act"' not in page


def test_who_is_enrolled_already_waits_for_the_stage_to_end(people: Cast) -> None:
    make_stage(people.clinic, Stage.REGISTRATION, valid_from=dt.date(2025, 2, 1))
    bound_phone(people.servant)
    assert "Pendataan Anda selesai" in page_of(people.servant)


def test_a_trial_says_that_it_does_not_count_yet(people: Cast) -> None:
    make_stage(people.clinic, Stage.TRIAL, valid_from=dt.date(2025, 2, 1))
    bound_phone(people.servant)
    page = page_of(people.servant)
    assert "Uji coba, belum dihitung" in page
    assert 'id="act"' in page


def test_who_has_no_phone_is_sent_to_the_enrolment_although_the_unit_is_live(people: Cast) -> None:
    page = page_of(people.servant)
    assert "HP Anda belum terdaftar" in page
    assert 'id="act"' not in page


def test_the_page_of_a_live_unit_has_one_large_action_and_knows_phone_and_place(people: Cast) -> None:
    phone = bound_phone(people.servant)
    page = page_of(people.servant)
    state = told(page, "state")
    assert page.count("button large act") == 1
    assert state["device"]["thumbprint"] == phone.page.thumbprint.hex()
    assert [site["name"] for site in state["sites"]] == [people.site.name]
    assert state["purpose"] == "in"


def test_the_page_carries_an_anchor_of_this_person_and_this_moment(people: Cast) -> None:
    before = timezone.now()
    state = told(page_of(people.servant), "state")
    at = anchor.verify(keys.anchor_key(), state["anchor"], person=people.servant.pk)
    assert abs(at - before) < dt.timedelta(seconds=20)
    with pytest.raises(anchor.AnchorRefused):
        anchor.verify(keys.anchor_key(), state["anchor"], person=people.supervisor.pk)


def test_the_page_is_never_kept_by_a_cache(people: Cast) -> None:
    assert "no-store" in signed_in(people.servant).get("/absen/")["Cache-Control"]


def test_a_browser_inside_another_application_is_told_what_to_do(people: Cast) -> None:
    agent = "Mozilla/5.0 (Linux; Android 14; wv) AppleWebKit/537.36 Chrome/140 Mobile Safari/537.36 [FBAN/FBIOS]"
    page = signed_in(people.servant).get("/absen/", HTTP_USER_AGENT=agent).content.decode()
    assert "Buka di peramban" in page
    assert "Buka di peramban" not in page_of(people.servant)


def test_the_places_at_the_bottom_all_exist(people: Cast) -> None:
    page = page_of(people.servant)
    client = signed_in(people.servant)
    bar = page[page.index('class="tabbar"') :]
    links = re.findall(r'href="([^"]+)"', bar)
    assert len(links) == 4
    assert [client.get(link).status_code for link in links] == [200] * 4


def test_who_may_vouch_finds_the_way_to_it(people: Cast) -> None:
    link = reverse("checkins:witness")
    assert link in page_of(people.supervisor)
    assert link not in page_of(people.servant)


def test_every_obstacle_in_the_scripts_has_its_sentence_and_its_remedy() -> None:
    scripts = "".join(path.read_text() for path in MODULES.glob("*.js"))
    codes = set(re.findall(r'new Trouble\("(\w+)"', scripts)) | set(re.findall(r'trouble\("(\w+)"\)', scripts))
    codes |= set(re.findall(r'"((?:camera|location|passkey|phone|page_key)_\w+)"', scripts))
    words = trouble_words()
    lights = set(home_words()["lights"])  # type: ignore[call-overload]
    without = codes - set(words) - lights - {"refused", "cancelled", "page_signature"}
    assert not without
    assert all(said["short"] and said["help"].endswith(".") for said in words.values())


def test_the_worker_may_serve_the_whole_site_and_knows_every_module() -> None:
    script = Client(HTTP_HOST="localhost").get("/sw.js")
    assert script["Content-Type"] == "text/javascript"
    assert script["Cache-Control"] == "no-cache"
    house = json.loads(re.search(r"serve\((.*)\);", script.content.decode())[1])  # type: ignore[index]
    names = " ".join(house["shell"])
    assert all(path.stem in names for path in MODULES.glob("*.js"))
    assert house["signOut"] == reverse("accounts:sign_out")


def test_the_offline_page_names_nobody(people: Cast) -> None:
    page = Client(HTTP_HOST="localhost").get("/absen/luring/").content.decode()
    assert "Server belum terjangkau" in page
    assert people.servant.name not in page


def test_the_manifest_opens_the_check_in_page() -> None:
    says = Client(HTTP_HOST="localhost").get("/manifest.webmanifest").json()
    assert says["start_url"] == "/absen/"
    assert {icon["purpose"] for icon in says["icons"]} == {"any", "maskable"}
