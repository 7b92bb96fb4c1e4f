import datetime as dt
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from nyata.people.models import HelpRequest, ImportDraft, Person, Post, RolloutDecision, Site, Unit
from nyata.people.tests.asking import signed_in
from nyata.people.tests.factories import make_person, make_unit, next_nip

HR_PAGES = (
    "register", "units", "open_unit", "sites", "open_site", "baseline", "rollout", "upload", "correct", "move", "grant",
    "change_status", "end_post", "unit", "change_unit", "site", "redraw_site", "site_geojson", "example", "stage",
)  # fmt: skip
HR_BUTTONS = ("release", "readmit", "close_unit", "reopen_unit", "set_active", "end_use")
OFFICER_PAGES = ("people", "person", "requests")


@pytest.fixture
def address(five):
    """The address of a page of people, about the cast."""
    about = {
        **dict.fromkeys(("correct", "move", "change_status", "grant", "person", "release", "readmit"), five.servant.pk),
        **dict.fromkeys(("unit", "change_unit", "stage", "close_unit", "reopen_unit"), five.clinic.pk),
        **dict.fromkeys(("site", "redraw_site", "site_geojson", "set_active"), five.site.pk),
        "end_post": five.supervisor.posts.get().pk,
        "end_use": five.site.uses.get().pk,
        "upload": "pegawai",
        "example": "pegawai",
    }
    return lambda name: reverse(f"people:{name}", args=[about[name]] if name in about else [])


@pytest.mark.parametrize("name", HR_PAGES + OFFICER_PAGES)
def test_an_hr_officer_opens_every_page(name, five, address, client):
    assert signed_in(client, five.hr).get(address(name)).status_code == 200


@pytest.mark.parametrize("name", HR_PAGES)
@pytest.mark.parametrize("who", ["servant", "supervisor", "operator", "auditor", "executive"])
def test_nobody_else_opens_the_pages_of_hr(name, who, five, address, client):
    assert signed_in(client, getattr(five, who)).get(address(name)).status_code == 403


@pytest.mark.parametrize("name", HR_BUTTONS)
def test_the_buttons_of_hr_are_post_only_and_hr_only(name, five, address, client):
    assert signed_in(client, five.hr).get(address(name)).status_code == 405
    assert signed_in(client, five.operator).post(address(name)).status_code == 403


@pytest.mark.parametrize("name", OFFICER_PAGES)
def test_operators_open_the_pages_of_officers_and_servants_do_not(name, five, address, client):
    assert signed_in(client, five.operator).get(address(name)).status_code == 200
    assert signed_in(client, five.servant).get(address(name)).status_code == 403


@pytest.mark.parametrize("name", [*HR_PAGES, *OFFICER_PAGES, "help"])
def test_without_signing_in_every_page_leads_to_the_sign_in(name, address, client):
    answer = client.get(address(name))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("accounts:sign_in"))


def test_an_operator_sees_nobody_of_another_opd(five, client):
    page = signed_in(client, five.operator).get(reverse("people:people"))
    assert {person.pk for person in page.context["found"]} == {
        five.servant.pk,
        five.supervisor.pk,
        five.operator.pk,
    }
    assert client.get(reverse("people:person", args=[five.other_supervisor.pk])).status_code == 404


def test_an_operator_reads_and_does_not_change(five, client):
    page = signed_in(client, five.operator).get(reverse("people:person", args=[five.servant.pk])).content.decode()
    assert reverse("people:correct", args=[five.servant.pk]) not in page
    assert reverse("people:grant", args=[five.servant.pk]) not in page


def test_lists_and_pages_mask_the_nip(five, client):
    signed_in(client, five.hr)
    for name, args in (("people", []), ("person", [five.servant.pk])):
        page = client.get(reverse(f"people:{name}", args=args)).content.decode()
        assert five.servant.nip not in page
        assert f"{five.servant.nip[:8]}••••••••{five.servant.nip[-2:]}" in page


def names(page) -> list[str]:
    return [person.name for person in page.context["found"]]


def test_people_are_searched_filtered_and_sorted(five, client):
    left = make_person("Melati Yang Pergi", unit=five.roads, is_active=False)
    part_time = make_person("Melati Paruh", unit=five.clinic, employment="PPPK_PW")
    get = signed_in(client, five.hr).get
    list_of = lambda **query: names(get(reverse("people:people"), query))  # noqa: E731
    assert list_of(q="melati") == ["Melati Paruh", "Sari Melati"]
    assert list_of(q="mel SARI") == ["Sari Melati"]
    assert list_of(q=f"{five.servant.nip[:8]} {five.servant.nip[8:]}"[:8]) == ["Sari Melati"]
    assert list_of(q="melati", keadaan="left") == [left.name]
    assert len(list_of(q="melati", keadaan="all")) == 3
    assert list_of(status="PPPK_PW") == [part_time.name]
    assert list_of(unit=five.clinic.pk, urut="-name") == ["Sari Melati", "Rahmat Belida", "Melati Paruh"]
    assert list_of(urut="; drop table", unit="x", hal="99") == list_of()


def test_a_list_asks_as_few_questions_of_many_people_as_of_few(five, client, django_assert_max_num_queries):
    for _ in range(60):
        make_person(unit=five.clinic)
    signed_in(client, five.hr)
    with django_assert_max_num_queries(12):
        page = client.get(reverse("people:people"), {"hal": 2})
    assert len(names(page)) == 17


def test_an_hr_officer_registers_on_the_page(five, client):
    signed_in(client, five.hr)
    typed = {"nip": next_nip(), "name": "Wulan Embun", "employment": "PNS", "unit": five.roads.pk}
    answer = client.post(reverse("people:register"), typed)
    person = Person.objects.get(name="Wulan Embun")
    assert answer.url == reverse("people:person", args=[person.pk])
    again = client.post(reverse("people:register"), typed)
    assert again.status_code == 422
    assert "sudah terdaftar" in again.content.decode()


def test_an_hr_officer_moves_and_changes_the_status_on_the_page(five, client):
    signed_in(client, five.hr)
    typed = {"first": "2026-01-19", "document_number": "824/1"}
    page = reverse("people:person", args=[five.servant.pk])
    move, status = (reverse(f"people:{name}", args=[five.servant.pk]) for name in ("move", "change_status"))
    assert client.post(move, typed | {"unit": five.roads.pk}).url == page
    assert client.post(status, typed | {"employment": "PPPK"}).status_code == 422
    answer = client.post(status, typed | {"employment": "PPPK_PW", "weekly_minutes": "1200"})
    assert answer.url == page
    shown = client.get(page).content.decode()
    assert "1200 menit per minggu" in shown
    assert "Puskesmas Rawa Bening" in shown
    assert 'value="1200"' in client.get(reverse("people:correct", args=[five.servant.pk])).content.decode()


def test_an_hr_officer_grants_and_ends_a_post_on_the_page(five, client):
    signed_in(client, five.hr)
    today = dt.date.today().isoformat()  # noqa: DTZ011 - what a browser would send
    typed = {"role": "operator", "unit": five.clinic.pk, "standing": "plt", "valid_from": today}
    address = reverse("people:grant", args=[five.servant.pk])
    assert client.post(address, typed).status_code == 422
    assert client.post(address, typed | {"document_number": "800/1"}).status_code == 302
    post = Post.objects.get(person=five.servant)
    assert "Plt" in client.get(reverse("people:person", args=[five.servant.pk])).content.decode()
    ended = client.post(reverse("people:end_post", args=[post.pk]), {"last_day": today, "document_number": "800/2"})
    assert ended.status_code == 302


def test_a_refused_button_says_why(five, client):
    signed_in(client, five.hr)
    page = client.post(reverse("people:close_unit", args=[five.clinic.pk]), follow=True)
    assert "Masih ada pegawai aktif" in page.content.decode()
    assert Unit.objects.get(pk=five.clinic.pk).is_active


def test_a_person_is_released_and_readmitted_by_buttons(five, client):
    signed_in(client, five.hr)
    client.post(reverse("people:release", args=[five.servant.pk]))
    assert not Person.objects.get(pk=five.servant.pk).is_active
    client.post(reverse("people:readmit", args=[five.servant.pk]))
    assert Person.objects.get(pk=five.servant.pk).is_active


GEOMETRY = {"type": "Point", "coordinates": [104.83, -3.39]}


@pytest.mark.parametrize(
    "drawn",
    [
        GEOMETRY,
        {"type": "Feature", "properties": {}, "geometry": GEOMETRY},
        {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": GEOMETRY}]},
    ],
    ids=["geometry", "feature", "collection"],
)
def test_a_site_is_drawn_or_pasted_as_geojson(drawn, five, client):
    signed_in(client, five.hr)
    typed = {"name": "Gedung Baru", "unit": five.clinic.pk, "geojson": json.dumps(drawn), "radius_m": "60"}
    answer = client.post(reverse("people:open_site"), typed)
    site = Site.objects.get(name="Gedung Baru")
    assert (answer.status_code, site.shape) == (302, GEOMETRY)
    feature = client.get(reverse("people:site_geojson", args=[site.pk])).json()
    assert (feature["geometry"], feature["properties"]["radius_m"]) == (GEOMETRY, 60)


@pytest.mark.parametrize("text", ["{", "[]", '{"type": "FeatureCollection", "features": []}', "[" * 50_000, "1e999"])
def test_geojson_that_cannot_be_read_is_explained(text, five, client):
    typed = {"name": "Gedung", "unit": five.clinic.pk, "geojson": text, "radius_m": "60"}
    answer = signed_in(client, five.hr).post(reverse("people:open_site"), typed)
    assert answer.status_code == 422
    assert "GeoJSON tidak terbaca" in answer.content.decode()


def test_a_crossing_polygon_says_how_to_mend_it(five, client):
    ring = [[104.83, -3.39], [104.84, -3.38], [104.84, -3.39], [104.83, -3.38], [104.83, -3.39]]
    shape = json.dumps({"type": "Polygon", "coordinates": [ring]})
    typed = {"name": "Gedung", "unit": five.clinic.pk, "geojson": shape}
    answer = signed_in(client, five.hr).post(reverse("people:open_site"), typed)
    assert answer.status_code == 422
    assert "saling memotong" in answer.content.decode()


def test_a_site_is_opened_for_one_person_by_nip(five, client):
    signed_in(client, five.hr)
    address = reverse("people:site", args=[five.other_site.pk])
    today = dt.date.today().isoformat()  # noqa: DTZ011
    assert client.post(address, {"valid_from": today}).status_code == 422
    assert client.post(address, {"valid_from": today, "nip": "198503122010012000"}).status_code == 422
    assert client.post(address, {"valid_from": today, "nip": five.servant.nip}).status_code == 302
    assert five.servant.site_uses.get().site == five.other_site


def upload(client, content: bytes, kind: str = "pegawai"):
    file = SimpleUploadedFile("pegawai.csv", content, "text/csv")
    return client.post(reverse("people:upload", args=[kind]), {"file": file}, follow=True)


def test_an_import_goes_from_upload_to_the_list(five, client):
    signed_in(client, five.hr)
    nip = next_nip()
    page = upload(client, f"nip;nama;status;kode_unit\n{nip};Wulan Embun;PNS;{five.clinic.code}\n".encode())
    draft = ImportDraft.objects.get()
    assert nip not in page.content.decode()
    assert "siap disimpan" in page.content.decode()
    done = client.post(reverse("people:apply", args=[draft.pk]), follow=True)
    assert "Semua baris sudah disimpan" in done.content.decode()
    assert Person.objects.filter(nip=nip).exists()


def test_bad_lines_come_first_and_can_be_downloaded(five, client):
    signed_in(client, five.hr)
    page = upload(client, b"nip;nama;status;kode_unit\n=1+1;<b>x</b>;PNS;X\n").content.decode()
    assert "NIP harus 18 angka" in page
    assert "<b>x</b>" not in page
    draft = ImportDraft.objects.get()
    rows = client.get(reverse("people:problems", args=[draft.pk])).content.decode()
    assert "2;" in rows
    assert "nip_shape" in rows
    refused = client.post(reverse("people:apply", args=[draft.pk]), follow=True)
    assert "Masih ada baris yang perlu diperbaiki" in refused.content.decode()
    assert client.post(reverse("people:check_again", args=[draft.pk])).status_code == 302


def test_a_file_of_over_ten_megabytes_is_turned_away_unread(five, client):
    page = upload(signed_in(client, five.hr), b"x" * 10_000_001)
    assert page.status_code == 422
    assert "paling banyak 10 MB" in page.content.decode()


def test_the_draft_of_another_officer_is_not_found(five, client):
    other = make_person(unit=five.bkpsdm)
    Post.objects.create(person=other, role="hr", unit=five.bkpsdm, valid_from=dt.date(2025, 1, 1))
    signed_in(client, five.hr)
    upload(client, f"nip;nama;status;kode_unit\n{next_nip()};A;PNS;{five.clinic.code}\n".encode())
    draft = ImportDraft.objects.get()
    signed_in(client, other)
    for name in ("draft", "problems"):
        assert client.get(reverse(f"people:{name}", args=[draft.pk])).status_code == 404
    assert client.post(reverse("people:apply", args=[draft.pk])).status_code == 404


def test_an_unknown_kind_of_import_is_not_found(five, client):
    assert signed_in(client, five.hr).get(reverse("people:upload", args=["gaji"])).status_code == 404


def test_the_example_file_opens_in_excel(five, client):
    answer = signed_in(client, five.hr).get(reverse("people:example", args=["angka-awal"]))
    assert answer.content.startswith(b"\xef\xbb\xbfkode_unit;bulan")


def test_a_stage_is_decided_on_its_page(five, client):
    signed_in(client, five.hr)
    unit = make_unit("Dinas Sosial")
    address = reverse("people:stage", args=[unit.pk])
    today = dt.date.today().isoformat()  # noqa: DTZ011
    documents = {"document_number": "1", "dpia_number": "2", "dpia_signed_on": "2026-01-01"}
    live = {"stage": "live", "valid_from": today, **documents}
    answer = client.post(address, live)
    assert answer.status_code == 422
    assert "Belum ada lokasi aktif yang disurvei" in answer.content.decode()
    assert client.post(address, {"stage": "trial", "valid_from": today}).status_code == 302
    assert RolloutDecision.objects.get(unit=unit).decided_by == five.hr


def test_everybody_asks_for_help_and_the_operator_answers(five, client):
    signed_in(client, five.servant)
    page = client.get(reverse("people:help"))
    assert five.operator.name in page.content.decode()
    assert client.post(reverse("people:help"), {"kind": "phone", "words": "Layar retak"}).status_code == 302
    assert client.post(reverse("people:help"), {"kind": "phone"}).status_code == 422
    asked = HelpRequest.objects.get()
    signed_in(client, five.operator)
    assert "Layar retak" in client.get(reverse("people:requests")).content.decode()
    client.post(reverse("people:answer", args=[asked.pk]), {"answer": "Silakan temui saya."})
    assert "Silakan temui saya." in signed_in(client, five.servant).get(reverse("people:help")).content.decode()


def test_an_operator_elsewhere_does_not_find_the_request(five, client):
    asked = HelpRequest.objects.create(
        person=five.other_supervisor, kind="other", asked_at=dt.datetime(2026, 1, 19, tzinfo=dt.UTC)
    )
    signed_in(client, five.operator)
    assert client.post(reverse("people:answer", args=[asked.pk]), {"answer": "x"}).status_code == 404
    assert not client.get(reverse("people:requests")).context["found"]
