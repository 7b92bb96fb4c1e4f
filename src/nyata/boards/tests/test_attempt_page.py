"""One attempt: what is told of it, who may open it, who may decide, and that every look is on record."""

import base64
import re
import uuid

import pytest
from django.test import Client

from nyata.boards.tests.factories import attest, judge, keep_frames, make_attempt, moment, refuse
from nyata.checkins.models import HeldFrames, PhotoLook, Verdict
from nyata.core.reasons import Reason
from nyata.people.models import Post
from nyata.people.tests.factories import DOOR, make_person, make_post

FIXES = ({"latitude": DOOR[0] + 0.005, "longitude": DOOR[1], "accuracy": 18.0},)
OUTSIDE = {"kind": "place", "strength": 0.8, "payload": {"outside_m": 496.0, "accuracy_m": 18.0}}
FACE = {"kind": "face", "strength": 0.6, "payload": {"cosine_min": 0.4321, "compared": 8, "continuity_min": 0.91}}


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def waiting(cast):
    return make_attempt(
        cast.servant,
        moment(7, 42),
        "review",
        reasons=("outside_site", "face_matches"),
        signals=(OUTSIDE, FACE),
        fixes=FIXES,
    )


def post(person, address, **values):
    client = Client()
    client.force_login(person)
    return client.post(address, values)


def at(checkin, tail=""):
    return f"/papan/{checkin.public_id}/{tail}"


def test_reasons_place_and_times_are_told_in_words(cast, page, waiting):
    response = page(cast.supervisor, at(waiting))
    text = text_of(response)
    assert "Terbaca sekitar 500 m dari batas lokasi kerja." in text
    assert "Wajah cocok dengan data pendataan." in text
    assert "sekitar 500 m di luar batas" in text
    assert "± 18 m" in text
    assert "07.41.56 – 07.42.09" in text
    assert "terlambat 12 menit menurut jam baku Perpres 21/2023 Ps 4(3)" in text
    assert "Kantor Puskesmas Rawa Bening" in text


def test_no_likeness_leaves_the_server(cast, page, waiting):
    body = page(cast.supervisor, at(waiting)).content.decode()
    assert "0.4321" not in body and "0,4321" not in body and "0.91" not in body


def test_the_place_is_drawn_without_tiles(cast, page, waiting):
    body = page(cast.supervisor, at(waiting)).content.decode()
    assert '<circle class="fence"' in body
    assert '<circle class="accuracy"' in body
    assert "tile" not in body
    numbers = re.findall(r' (?:cx|cy|r)="([^"]+)"', body)
    assert numbers and all(re.fullmatch(r"-?\d+(\.\d+)?", number) for number in numbers)


def test_the_panel_is_the_part_without_the_page(cast, page, waiting):
    body = page(cast.supervisor, at(waiting), hx_request="true").content.decode()
    assert "<html" not in body
    assert "Sari Melati" in body


@pytest.mark.parametrize("role", ["other_supervisor", "operator", "servant", "executive"])
def test_nobody_else_opens_an_attempt(cast, page, waiting, role):
    person = getattr(cast, role)
    assert page(person, at(waiting)).status_code in (403, 404)
    for tail in ("putuskan/", "foto/", "simpan/"):
        assert post(person, at(waiting, tail), why="review", decision="accept", words="Saya lihat").status_code in (
            403,
            404,
        )
    assert not PhotoLook.objects.exists()
    assert waiting.verdicts.count() == 1


def test_an_attempt_that_does_not_exist_is_not_found(cast, page):
    assert page(cast.hr, f"/papan/{uuid.uuid4()}/").status_code == 404


def test_an_auditor_reads_and_cannot_decide(cast, page, waiting):
    assert "data-decides" not in page(cast.auditor, at(waiting)).content.decode()
    post(cast.auditor, at(waiting, "putuskan/"), decision="accept", words="Saya setuju saja")
    assert waiting.verdicts.count() == 1


@pytest.mark.parametrize(("decision", "outcome"), [("accept", "accepted"), ("decline", "declined")])
def test_a_supervisor_decides_in_words_and_goes_on_to_the_next(cast, clock, waiting, decision, outcome):
    response = post(cast.supervisor, at(waiting, "putuskan/"), decision=decision, words="Saya lihat langsung di loket")
    assert response["Location"] == "/papan/tinjauan/"
    newest = waiting.verdicts.latest("pk")
    assert (newest.stage, newest.outcome, newest.decided_by) == ("review", outcome, cast.supervisor)
    assert newest.words == "Saya lihat langsung di loket"
    assert newest.counts_at == (waiting.acted_at if outcome == "accepted" else None)


@pytest.mark.parametrize("words", ["", "   ", "ok"])
def test_a_decision_without_words_is_not_taken(cast, clock, waiting, words):
    response = post(cast.supervisor, at(waiting, "putuskan/"), decision="accept", words=words)
    assert response.status_code == 422
    assert "lalu kirim lagi" in text_of(response)
    assert waiting.verdicts.count() == 1


def test_a_decision_that_is_neither_is_not_taken(cast, clock, waiting):
    assert post(cast.supervisor, at(waiting, "putuskan/"), decision="perhaps", words="Entah").status_code == 422


def test_nobody_decides_on_themselves_whatever_their_posts(cast, page):
    make_post(cast.hr, Post.Role.SUPERVISOR)
    own = make_attempt(cast.hr, moment(7, 20), "review")
    response = page(cast.hr, at(own))
    assert "data-decides" not in response.content.decode()
    assert str(Reason.NOT_ON_ONESELF.sentence) in text_of(response)
    post(cast.hr, at(own, "putuskan/"), decision="accept", words="Saya hadir kok")
    assert own.verdicts.count() == 1
    assert (
        "Nurul Purun"
        not in text_of(page(cast.hr, "/papan/tinjauan/")).replace(cast.hr.name, "", 0).split("Menunggu")[-1]
    )


def test_what_was_decided_is_not_decided_again(cast, clock, waiting):
    post(cast.supervisor, at(waiting, "putuskan/"), decision="accept", words="Saya lihat langsung")
    client = Client()
    client.force_login(cast.hr)
    response = client.post(
        at(waiting, "putuskan/"), {"decision": "decline", "words": "Menurut saya tidak"}, follow=True
    )
    assert str(Reason.REVIEW_CLOSED.sentence) in text_of(response)
    assert waiting.verdicts.count() == 2


def test_the_story_keeps_earlier_verdicts_and_who_decided(cast, page, waiting):
    judge(waiting, "accepted", stage="review", by=cast.supervisor, words="Bertugas di posyandu")
    text = text_of(page(cast.hr, at(waiting)))
    assert "Pemeriksaan pertama" in text
    assert "Rahmat Belida" in text
    assert "Bertugas di posyandu" in text


def test_attempts_of_one_chain_lead_to_each_other_and_the_last_is_decided_on(cast, page):
    first = make_attempt(cast.servant, moment(7, 24), "step_up")
    second = make_attempt(cast.servant, moment(7, 26), "review", step_up_of=first)
    judge(first, "review", stage="stepped_up")
    response = page(cast.supervisor, at(first))
    assert at(second) in response.content.decode()
    assert "data-decides" not in response.content.decode()
    assert "data-decides" in page(cast.supervisor, at(second)).content.decode()


def test_an_attempt_set_aside_after_errors_is_decided_by_a_person(cast, page):
    stuck = make_attempt(cast.servant, moment(7, 24), "error", reasons=("set_aside",))
    assert "data-decides" in page(cast.supervisor, at(stuck)).content.decode()


def test_a_photograph_opens_only_with_the_look_on_record(cast, page, clock, waiting):
    keep_frames(waiting, 12)
    assert "data:image" not in page(cast.supervisor, at(waiting)).content.decode()
    response = post(cast.supervisor, at(waiting, "foto/"), why="review")
    pictures = re.findall(r'src="data:image/jpeg;base64,([^"]+)"', response.content.decode())
    shown = [int(base64.b64decode(picture)[8:-2]) for picture in pictures]
    assert shown == [0, 2, 4, 7, 9, 11]
    assert response["Cache-Control"] == "no-store"
    look = PhotoLook.objects.get()
    assert (look.checkin, look.actor, look.why, look.looked_at) == (waiting, cast.supervisor, "review", moment(9))


@pytest.mark.parametrize("count", [1, 2, 6])
def test_a_short_burst_is_shown_whole(cast, clock, waiting, count):
    keep_frames(waiting, count)
    assert post(cast.auditor, at(waiting, "foto/"), why="audit").content.decode().count("data:image/jpeg") == count


def test_a_look_without_a_purpose_is_not_taken(cast, clock, waiting):
    keep_frames(waiting, 3)
    response = post(cast.supervisor, at(waiting, "foto/"), why="curiosity")
    assert "Pilih keperluan" in text_of(response)
    assert not PhotoLook.objects.exists()


def test_photographs_that_are_gone_say_so(cast, clock, waiting):
    assert str(Reason.FRAMES_GONE.sentence) in text_of(post(cast.supervisor, at(waiting, "foto/"), why="review"))
    assert not PhotoLook.objects.exists()


def test_photographs_are_opened_by_post_only(cast, page, waiting):
    assert page(cast.supervisor, at(waiting, "foto/")).status_code == 405


def test_a_supervisor_keeps_photographs_for_an_objection(cast, clock, waiting, page):
    keep_frames(waiting, 3)
    post(cast.supervisor, at(waiting, "simpan/"), why="objection")
    assert HeldFrames.objects.get().why == "objection"
    assert "Disimpan khusus: keberatan" in text_of(page(cast.supervisor, at(waiting)))


@pytest.mark.parametrize("why", ["", "review", "whatever"])
def test_photographs_are_not_kept_for_anything_else(cast, clock, waiting, why):
    keep_frames(waiting, 3)
    post(cast.supervisor, at(waiting, "simpan/"), why=why)
    assert not HeldFrames.objects.exists()


def test_the_queue_shows_the_longest_waiting_first_with_its_reason(cast, page, waiting):
    earlier = make_attempt(
        make_person("Budi Tanjung", unit=cast.clinic), moment(7, 10), "review", reasons=("place_unclear",)
    )
    body = page(cast.supervisor, "/papan/tinjauan/").content.decode()
    assert body.index(str(earlier.public_id)) < body.index(str(waiting.public_id))
    assert "Lokasi belum jelas" in body
    assert "Menunggu tinjauan Anda" in text_of(page(cast.other_supervisor, "/papan/tinjauan/"))
    assert "Sari Melati" not in text_of(page(cast.other_supervisor, "/papan/tinjauan/"))


def test_phones_that_were_turned_away_are_listed_in_plain_words(cast, page):
    refuse(cast.servant, moment(7, 20))
    refuse(cast.servant, moment(7, 22), "challenge_expired")
    text = text_of(page(cast.supervisor, "/papan/hp-lain/"))
    assert "HP yang belum terdaftar mencoba absen." in text
    assert "kedaluwarsa" not in text and "lewat waktunya" not in text
    assert "Sari Melati" not in text_of(page(cast.other_supervisor, "/papan/hp-lain/"))
    assert page(cast.servant, "/papan/hp-lain/").status_code == 403


def test_a_witness_alone_leaves_a_row_without_an_attempt_to_open(cast, page):
    attest(cast.servant, cast.supervisor, moment(7, 40))
    body = page(cast.supervisor, "/papan/").content.decode()
    assert "Saksi 07.40" in text_of(page(cast.supervisor, "/papan/"))
    assert 'class="opens"' not in body


def test_a_decision_needs_the_forgery_token(cast, clock, waiting):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.supervisor)
    response = client.post(at(waiting, "putuskan/"), {"decision": "accept", "words": "Saya lihat langsung"})
    assert response.status_code == 403
    assert Verdict.objects.filter(checkin=waiting).count() == 1
