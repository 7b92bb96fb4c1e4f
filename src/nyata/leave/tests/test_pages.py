"""The pages: asking on a phone, deciding on many, and what each reader sees."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from nyata.leave import services
from nyata.leave.kinds import Kind
from nyata.leave.models import Attachment, AttachmentLook, Delegation, Outage, Request, Slot
from nyata.leave.tests.asking import ask, granted, wish
from nyata.people.models import Person
from nyata.people.tests.asking import signed_in
from nyata.people.tests.factories import make_person

JPEG = b"\xff\xd8\xff\xe0 a letter"


@pytest.fixture
def now():
    """The pages read the clock themselves."""
    return timezone.now()


@pytest.fixture
def monday() -> dt.date:
    """A working day that is neither past nor far."""
    today = timezone.localdate()
    return today + dt.timedelta(days=7 - today.weekday())


def page(client, person, name, *args, **query):
    return signed_in(client, person).get(reverse(f"leave:{name}", args=args), query)


def post(client, person, name, *args, **said):
    return signed_in(client, person).post(reverse(f"leave:{name}", args=args), said)


def text(response) -> str:
    return response.content.decode()


def test_the_first_page_says_what_is_left_and_what_can_be_asked(five, client):
    words = text(page(client, five.servant, "own"))
    assert "hari sisa cuti tahunan" in words
    assert "Cuti besar" in words
    assert "pembebasan sementara" not in words


def test_pppk_are_not_offered_what_they_do_not_have(five, client):
    Person.objects.filter(pk=five.servant.pk).update(employment="PPPK")
    assert "Cuti besar" not in text(page(client, five.servant, "own"))


def test_what_waits_to_be_switched_on_says_so(five, client):
    Person.objects.filter(pk=five.servant.pk).update(employment="PPPK_PW")
    words = text(page(client, five.servant, "own"))
    assert "belum ditetapkan BKPSDM dan Bagian Hukum" in words
    assert "belum ditetapkan" in text(page(client, five.servant, "ask", "annual"))


def test_who_decides_is_told_too_what_waits_to_be_switched_on(five, client, now, monday):
    ordinary = ask(five.servant, wish(first=monday), now)
    said = "status kepegawaian pemohon belum ditetapkan"
    assert said not in text(page(client, five.supervisor, "request", ordinary.public_id))
    Person.objects.filter(pk=five.servant.pk).update(employment="PPPK_PW")
    assert said in text(page(client, five.supervisor, "request", ordinary.public_id))
    assert said not in text(page(client, five.servant, "request", ordinary.public_id))


@pytest.mark.parametrize("kind", [kind.value for kind in Kind])
def test_every_kind_has_a_form_that_opens(five, client, kind):
    assert page(client, five.servant, "ask", kind).status_code == 200


def test_a_kind_that_is_none_is_not_found(five, client):
    assert page(client, five.servant, "ask", "holiday").status_code == 404


def test_sickness_is_asked_with_a_photograph_of_the_letter(five, client, monday):
    letter = SimpleUploadedFile("surat.jpg", JPEG, "image/jpeg")
    said = {"first": monday, "last": monday, "extent": 1, "words": "demam", "letter": letter}
    response = post(client, five.servant, "ask", "sick", **said)
    request = Request.objects.get()
    assert response.url == reverse("leave:request", args=[request.public_id])
    assert request.attachments.count() == 1
    assert "Menunggu atasan" in text(page(client, five.servant, "request", request.public_id))


def test_a_letter_that_is_none_leaves_no_request_behind(five, client, monday):
    letter = SimpleUploadedFile("surat.jpg", b"<html>", "image/jpeg")
    response = post(client, five.servant, "ask", "sick", first=monday, last=monday, extent=1, letter=letter)
    assert response.status_code == 422
    assert "Berkas harus foto" in text(response)
    assert not Request.objects.exists()


def test_a_refusal_comes_back_on_the_form_with_what_to_do(five, client, monday):
    ask(five.servant, wish(first=monday), timezone.now())
    response = post(client, five.servant, "ask", "annual", first=monday, last=monday)
    assert response.status_code == 422
    assert "Tarik dulu yang itu" in text(response)


def test_hours_are_asked_with_hours(five, client, monday):
    said = {"first": monday, "extent": 0, "time_from": "09:00", "time_to": "11:00", "words": "bank"}
    assert post(client, five.servant, "ask", "permission", **said).status_code == 302
    assert "09.00–11.00" in text(page(client, five.servant, "own"))


def test_a_duty_takes_the_fence_of_a_site_it_names_and_the_point_it_was_given(five, client, monday):
    said = {
        "first": monday, "last": monday, "letter_number": "090/1/2026", "radius": "3000",
        "places": f"{five.other_site.name.upper()}\nDesa Simpang\nBalai", "latitude": "-3.1", "longitude": "105.2",
    }  # fmt: skip
    assert post(client, five.servant, "ask", "field", **said).status_code == 302
    known, drawn, named = Request.objects.get().places.order_by("pk")
    assert known.shape == five.other_site.shape
    assert (drawn.shape["coordinates"], drawn.radius_m) == ([105.2, -3.1], 3000)
    assert named.shape is None


def test_a_forgotten_record_is_asked_for(five, client):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    said = {"first": yesterday, "purpose": "out", "clock": "16:05", "reason": "dead_phone"}
    assert post(client, five.servant, "ask", "correction", **said).status_code == 302
    assert "pulang 16.05" in text(page(client, five.servant, "own"))


def test_the_form_counts_working_days_and_what_is_left(five, client, monday):
    query = {"kind": "annual", "first": monday, "last": monday + dt.timedelta(days=8)}
    words = text(page(client, five.servant, "count", **query))
    assert "7 hari kerja" in words
    assert "sisa sesudahnya 5 hari" in words
    assert page(client, five.servant, "count", kind="annual").status_code == 404


def test_an_operator_asks_for_somebody_and_a_stranger_cannot(five, client, monday):
    url = reverse("leave:ask", args=["sick"]) + f"?untuk={five.servant.pk}"
    assert signed_in(client, five.other_supervisor).get(url).status_code == 404
    said = {"first": monday, "last": monday, "extent": 1}
    assert signed_in(client, five.operator).post(url, said).status_code == 302
    asked = Request.objects.get()
    assert (asked.person, asked.asked_by) == (five.servant, five.operator)


def test_a_request_is_not_there_for_a_stranger(five, client, now, monday):
    request = ask(five.servant, wish(first=monday), now)
    assert page(client, five.other_supervisor, "request", request.public_id).status_code == 404
    assert post(client, five.other_supervisor, "decide", request.public_id, keputusan="accept").status_code == 404


def test_words_of_an_illness_are_for_those_who_decide(five, client, now, monday):
    request = ask(five.servant, wish(Kind.SICK, monday, words="demam berdarah"), now)
    for reader, sees in ((five.servant, True), (five.supervisor, True), (five.hr, True), (five.operator, False),
                         (five.auditor, False)):  # fmt: skip
        assert ("demam berdarah" in text(page(client, reader, "request", request.public_id))) is sees


def test_a_letter_is_opened_on_record_and_kept_by_no_browser(five, client, now, monday):
    request = ask(five.servant, wish(Kind.SICK, monday), now)
    letter = services.attach(actor=five.servant, request=request, name="surat.jpg", content=JPEG, at=now)
    response = post(client, five.supervisor, "open_file", letter.pk)
    assert response.content == JPEG
    assert response.headers["Cache-Control"] == "no-store"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert AttachmentLook.objects.get().actor == five.supervisor
    assert five.supervisor.name in text(page(client, five.servant, "request", request.public_id))
    assert post(client, five.operator, "open_file", letter.pk).status_code == 302
    assert AttachmentLook.objects.count() == 1
    assert post(client, five.other_supervisor, "open_file", letter.pk).status_code == 404


def test_a_letter_follows_later(five, client, now, monday):
    request = ask(five.servant, wish(Kind.SICK, monday), now)
    assert "boleh menyusul" in text(page(client, five.servant, "request", request.public_id))
    assert "surat belum ada" in text(page(client, five.supervisor, "inbox"))
    letter = SimpleUploadedFile("surat.pdf", b"%PDF-1.7", "application/pdf")
    post(client, five.servant, "attach", request.public_id, letter=letter)
    assert Attachment.objects.get().mime == "application/pdf"
    assert "surat belum ada" not in text(page(client, five.supervisor, "inbox"))


def test_withdrawing_and_coming_back_early_by_button(five, client, now, monday):
    first = ask(five.servant, wish(first=monday), now)
    post(client, five.servant, "withdraw", first.public_id)
    assert not Slot.objects.exists()
    second = ask(five.servant, wish(first=monday, last=monday + dt.timedelta(days=2)), now)
    services.decide_one(actor=five.supervisor, request=second, accept=True, at=now)
    post(client, five.servant, "end", second.public_id, last=monday)
    assert Slot.objects.get().last == monday
    post(client, five.servant, "end", second.public_id, last="besok")
    assert Slot.objects.get().last == monday


def test_one_request_is_decided_on_its_page(five, client, now, monday):
    request = ask(five.servant, wish(first=monday), now)
    assert "Keputusan Anda" in text(page(client, five.supervisor, "request", request.public_id))
    post(client, five.supervisor, "decide", request.public_id, keputusan="decline", words="")
    assert Slot.objects.get().stage == "supervisor"
    post(client, five.supervisor, "decide", request.public_id, keputusan="accept")
    assert Slot.objects.get().stage == "in_force"
    post(client, five.supervisor, "cancel", request.public_id, words="Ada wabah")
    assert "Ada wabah" in text(page(client, five.servant, "request", request.public_id))


def test_many_are_shown_first_and_decided_then(five, client, now, monday):
    crowd = [make_person(f"Pegawai {number}", unit=five.clinic) for number in range(3)]
    keys = [ask(one, wish(first=monday), now).pk for one in crowd]
    foreign = ask(five.other_supervisor, wish(first=monday), now).pk
    said = {"pilih": [*keys, foreign], "keputusan": "accept"}
    preview = post(client, five.supervisor, "decide_many", **said)
    assert Slot.objects.filter(stage="in_force").count() == 0
    assert "3 permohonan akan <b>disetujui</b>" in text(preview)
    assert "1 tidak dapat Anda putuskan" in text(preview)
    assert five.other_supervisor.name not in text(preview)
    post(client, five.supervisor, "decide_many", **said, pasti=1)
    assert Slot.objects.filter(stage="in_force").count() == 3


def test_declining_many_needs_words_and_choosing_none_says_so(five, client, now, monday):
    key = ask(five.servant, wish(first=monday), now).pk
    assert post(client, five.supervisor, "decide_many", pilih=key, keputusan="decline", pasti=1).status_code == 422
    post(client, five.supervisor, "decide_many", pilih=key, keputusan="decline", pasti=1, words="Maaf, ada audit.")
    assert not Slot.objects.exists()
    assert post(client, five.supervisor, "decide_many", keputusan="accept").status_code == 302


def test_the_inbox_costs_the_same_for_three_and_for_thirty(five, client, now, monday, django_assert_max_num_queries):
    def spent() -> int:
        with django_assert_max_num_queries(40) as found:
            page(client, five.supervisor, "inbox")
        return len(found)

    for number in range(3):
        ask(make_person(f"Pegawai {number}", unit=five.clinic), wish(first=monday), now)
    page(client, five.supervisor, "inbox")  # what a process reads once
    few = spent()
    for number in range(27):
        ask(make_person(f"Pegawai {number}", unit=five.clinic), wish(first=monday), now)
    assert spent() == few


def test_a_supervisor_names_who_stands_in(five, client, monday):
    deputy = make_person("Lastri Rasau", unit=five.health)
    said = {"delegate": deputy.pk, "first": monday, "last": monday}
    post(client, five.supervisor, "delegations", **said)
    assert Delegation.objects.get().delegate == deputy
    assert "Lastri Rasau" in text(page(client, five.supervisor, "delegations"))
    assert post(client, five.supervisor, "delegations", **said).status_code == 422
    post(client, five.supervisor, "end_delegation", Delegation.objects.get().pk)
    assert Delegation.objects.get().ended_on
    assert post(client, five.servant, "delegations", **said).status_code == 422


def test_colleagues_read_that_somebody_is_away_and_not_why(five, client, now, monday):
    services.decide_one(
        actor=five.supervisor, request=ask(five.servant, wish(Kind.SICK, monday), now), accept=True, at=now
    )
    colleague = make_person("Rekan Seunit", unit=five.clinic)
    shown = text(page(client, colleague, "calendar", mulai=monday))
    assert "tidak di tempat" in shown
    assert "Cuti sakit" not in shown
    assert "Cuti sakit" in text(page(client, five.supervisor, "calendar", mulai=monday))
    assert five.servant.name not in text(page(client, five.other_supervisor, "calendar", mulai=monday))


def test_exemptions_are_counted_for_those_who_watch(five, client, now, monday):
    services.decide_one(
        actor=five.supervisor, request=ask(five.servant, wish(Kind.TRAVEL, monday), now), accept=True, at=now
    )
    for reader in (five.supervisor, five.hr, five.auditor):
        assert five.servant.name in text(page(client, reader, "exemptions", bulan=monday))
    assert five.servant.name not in text(page(client, five.other_supervisor, "exemptions", bulan=monday))
    assert page(client, five.servant, "exemptions").status_code == 403


def test_an_outage_is_recorded_by_one_and_approved_by_another(five, client, second_hr):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    said = {"day": yesterday, "time_from": "07:00", "time_to": "08:30", "words": "Server mati", "unit": five.health.pk}
    assert post(client, five.hr, "outages", **said).status_code == 302
    outage = Outage.objects.get()
    post(client, five.hr, "decide_outage", outage.pk, keputusan="accept")
    assert not outage.steps.exists()
    post(client, second_hr, "decide_outage", outage.pk, keputusan="accept")
    assert outage.steps.get().act == "approved"
    post(client, five.hr, "decide_outage", outage.pk, keputusan="cancel", words="Keliru")
    assert outage.steps.last().act == "cancelled"
    assert post(client, five.hr, "outages", **{**said, "time_to": "06:00"}).status_code == 422
    assert page(client, five.supervisor, "outages").status_code == 403


def test_hr_records_what_is_brought_into_a_year(five, client):
    year = timezone.localdate().year
    said = {"nip": five.servant.nip, "year": year, "days": 6, "source": "Buku cuti"}
    assert post(client, five.hr, "carry_over", **said).status_code == 302
    assert "<dd>6</dd>" in text(page(client, five.servant, "own"))
    assert post(client, five.hr, "carry_over", **{**said, "nip": "1"}).status_code == 422
    assert post(client, five.hr, "carry_over", **{**said, "days": 40}).status_code == 422
    assert page(client, five.operator, "carry_over").status_code == 403


def test_nobody_reads_anything_without_signing_in(db, client):
    for name in ("own", "inbox", "calendar", "exemptions", "outages", "delegations", "carry_over"):
        assert client.get(reverse(f"leave:{name}")).status_code == 302


def test_every_number_of_the_exemptions_opens_down_to_its_records(five, client, monday):
    at = timezone.now()
    mine = granted(five.servant, wish(Kind.PERMISSION, monday), at, five.supervisor)
    month = monday.replace(day=1)
    listed = reverse("leave:exemption_records")
    whole = text(page(client, five.hr, "exemptions", bulan=monday))
    for key, pk in (("pegawai", five.servant.pk), ("opd", five.health.pk), ("pejabat", five.supervisor.pk)):
        assert f"{listed}?bulan={month}&amp;{key}={pk}" in whole or key == "pejabat"
        at_month = timezone.localdate(at) if key == "pejabat" else month
        found = text(page(client, five.hr, "exemption_records", bulan=at_month, **{key: pk}))
        assert str(mine.public_id) in found and five.servant.name in found
    other = text(page(client, five.hr, "exemption_records", bulan=month, pegawai=five.servant.pk, jenis="travel"))
    assert str(mine.public_id) not in other


def test_nobody_reads_records_of_those_whom_they_do_not_see(five, client, monday):
    mine = granted(five.servant, wish(Kind.PERMISSION, monday), timezone.now(), five.supervisor)
    stranger = page(client, five.other_supervisor, "exemption_records", bulan=monday, pegawai=five.servant.pk)
    assert str(mine.public_id) not in text(stranger)
    assert page(client, five.servant, "exemption_records", pegawai=five.servant.pk).status_code == 403
    assert page(client, five.hr, "exemption_records", pegawai="x").status_code == 404
