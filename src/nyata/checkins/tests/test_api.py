"""The API over HTTP: who sees what, in the words of docs/wire.md; and that it is documented."""

import base64
import json
import uuid

import pytest
from django.utils import timezone

from nyata.checkins.models import CheckIn, Outcome, Verdict
from nyata.checkins.services.verdicts import Ruling, lock, write
from nyata.core.verification.signals import Outcome as Judged
from nyata.people.tests.factories import PASSWORD
from tests.client import Phone

pytestmark = pytest.mark.django_db

VERDICT = {
    "id", "purpose", "step_up_of", "acted_at", "earliest_at", "received_at", "time_mark", "outcome", "counts_at",
    "reasons", "next", "tries_left",
}  # fmt: skip


def attempt(phone, outcome: str | None = None, reasons=("face_unsure",), signals=(), purpose: str = "in") -> CheckIn:
    answer = phone.check_in(purpose)
    assert answer.status == 201, answer
    checkin = CheckIn.objects.get(public_id=answer.body["id"])
    if outcome:
        write(lock(checkin.pk), Ruling("first", outcome, list(reasons), list(signals), "0" * 64), timezone.now())
    return checkin


def test_the_outcomes_are_the_same_in_core_and_in_the_database():
    assert {one.value for one in Judged} == set(Outcome.values)
    assert Verdict._meta.get_field("outcome").max_length >= max(map(len, Outcome.values))


def test_a_client_signs_in_checks_in_and_reads_the_verdict(world):
    """Everything that the phone does, done by a second client."""
    known = world.phone
    phone = Phone(known.transport, known.camera, known.here, known.passkey, known.page_key)
    known.transport.client.logout()
    assert phone.sign_in(world.cast.servant.nip, PASSWORD).status == 200
    received = phone.check_in()
    assert received.status == 201
    answer = phone.verdict(received.body["id"], seconds=0)
    assert (answer.status, answer.body.keys()) == (200, VERDICT)
    assert (answer.body["outcome"], answer.body["next"]) == (None, "wait")
    assert answer.body["reasons"][0]["code"] == "waiting"


@pytest.mark.parametrize(
    ("outcome", "reasons", "following", "tries"),
    [
        (Outcome.ACCEPTED, ["face_matches"], None, 0),
        (Outcome.STEP_UP, ["face_unsure"], "retry", 3),
        (Outcome.STEP_UP, ["outside_site"], "field_duty", 3),
        (Outcome.REVIEW, ["face_differs"], "witness", 0),
        (Outcome.REVIEW, ["field_duty_declared", "outside_site"], "wait", 0),
        (Outcome.ERROR, ["error"], "wait", 0),
        (Outcome.DECLINED, ["review_declined"], None, 0),
    ],
)
def test_a_verdict_says_why_and_what_next(world, outcome, reasons, following, tries):
    checkin = attempt(world.phone, outcome, reasons)
    body = world.phone.ask("GET", f"/checkins/{checkin.public_id}").body
    assert (body["outcome"], body["next"], body["tries_left"]) == (outcome, following, tries)
    assert [one["code"] for one in body["reasons"]] == reasons
    assert all(one["sentence"].endswith((".", "!", "?")) for one in body["reasons"])
    assert bool(body["counts_at"]) == (outcome in (Outcome.ACCEPTED, Outcome.REVIEW))


def test_no_similarity_and_no_strength_leaves_the_server(world):
    signal = {"kind": "face", "strength": 0.77, "payload": {"cosine_min": 0.4321}}
    checkin = attempt(world.phone, Outcome.STEP_UP, ["face_differs"], [signal])
    said = json.dumps(world.phone.ask("GET", f"/checkins/{checkin.public_id}").body)
    assert "0.43" not in said
    assert "0.77" not in said
    assert "cosine" not in said


def test_outside_the_fence_the_sentence_tells_how_far(world):
    signal = {"kind": "place", "strength": 0.8, "payload": {"state": "outside_site", "outside_m": 440.0}}
    checkin = attempt(world.phone, Outcome.STEP_UP, ["outside_site"], [signal])
    body = world.phone.ask("GET", f"/checkins/{checkin.public_id}").body
    assert "450 m" in body["reasons"][0]["sentence"]


def test_the_last_try_leads_to_a_witness(world):
    phone = world.phone
    root = attempt(phone, Outcome.STEP_UP)
    for number in range(3):
        answer = phone.post(phone.bundle(step_up_of=str(root.public_id)))
        last = CheckIn.objects.get(public_id=answer.body["id"])
        write(lock(last.pk), Ruling("first", Outcome.STEP_UP, ["face_unsure"], [], "0" * 64), timezone.now())
        body = phone.ask("GET", f"/checkins/{last.public_id}").body
        assert body["tries_left"] == 2 - number
        assert body["step_up_of"] == str(root.public_id)
    assert body["next"] == "witness"


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("servant", 200),
        ("supervisor", 200),
        ("hr", 200),
        ("auditor", 200),
        ("other_supervisor", 404),
        ("operator", 404),
        ("executive", 404),
    ],
)
def test_an_attempt_is_there_for_those_who_may_see_it_and_for_nobody_else(world, who, status):
    checkin = attempt(world.phone, Outcome.ACCEPTED)
    phone = world.phone_of(getattr(world.cast, who))
    answer = phone.ask("GET", f"/checkins/{checkin.public_id}")
    assert answer.status == status
    assert phone.ask("GET", f"/checkins?ids={checkin.public_id}").body["checkins"] == (
        [answer.body] if status == 200 else []
    )


def test_what_is_not_there_and_what_is_not_ones_own_look_alike(world):
    checkin = attempt(world.phone)
    stranger = world.phone_of(world.cast.other_supervisor)
    theirs = stranger.ask("GET", f"/checkins/{checkin.public_id}")
    nothing = stranger.ask("GET", f"/checkins/{uuid.uuid4()}")
    assert (theirs.status, theirs.body) == (nothing.status, nothing.body)


def test_ones_own_history_is_one_month_newest_first(world):
    first, second = attempt(world.phone), attempt(world.phone, purpose="out")
    month = f"{first.day:%Y-%m}"
    rows = world.phone.ask("GET", f"/checkins?month={month}").body["checkins"]
    assert [row["id"] for row in rows] == [str(second.public_id), str(first.public_id)]
    assert world.phone.ask("GET", "/checkins?month=2020-01").body == {"checkins": []}
    assert world.phone_of(world.cast.supervisor).ask("GET", f"/checkins?month={month}").body == {"checkins": []}


@pytest.mark.parametrize("query", ["month=2026-13", "month=nov", "month=2026-1"])
def test_a_month_that_is_none_is_said_to_be_none(world, query):
    answer = world.phone.ask("GET", f"/checkins?{query}")
    assert (answer.status, answer.code) == (422, "malformed")


def test_history_costs_the_same_for_many_attempts(world, django_assert_max_num_queries):
    for _ in range(6):
        attempt(world.phone, Outcome.STEP_UP)
    with django_assert_max_num_queries(7):
        assert len(world.phone.ask("GET", "/checkins").body["checkins"]) == 6


def test_a_review_is_decided_over_the_api(world):
    checkin = attempt(world.phone, Outcome.REVIEW)
    boss = world.phone_of(world.cast.supervisor)
    rows = boss.ask("GET", "/reviews").body["reviews"]
    assert [(row["id"], row["name"]) for row in rows] == [(str(checkin.public_id), world.cast.servant.name)]
    path = f"/checkins/{checkin.public_id}/review"
    assert boss.ask("POST", path, {"decision": "accept", "words": "ya"}).status == 422
    done = boss.ask("POST", path, {"decision": "accept", "words": "Terlihat di loket"})
    assert (done.status, done.body["outcome"]) == (201, "accepted")
    again = boss.ask("POST", path, {"decision": "decline", "words": "Terlihat di loket"})
    assert (again.status, again.code) == (409, "review_closed")
    assert world.phone.ask("POST", path, {"decision": "accept", "words": "Saya hadir"}).code == "not_on_oneself"
    assert boss.ask("GET", "/reviews").body == {"reviews": []}


def test_photographs_are_opened_over_the_api_and_kept_by_no_cache(world):
    bundle = world.phone.bundle()
    received = world.phone.post(bundle)
    path = f"/api/v1/checkins/{received.body['id']}/photo"
    client = world.phone.transport.client
    headers = {"X-CSRFToken": world.phone.csrf}
    answer = client.post(path, json.dumps({"why": "own"}), content_type="application/json", headers=headers)
    assert answer["Cache-Control"] == "no-store"
    assert [base64.b64decode(one) for one in answer.json()["frames"]] == bundle.frames
    assert world.phone.ask("POST", path.removeprefix("/api/v1"), {"why": "audit"}).code == "not_allowed"
    assert client.get(path).status_code == 405


def test_a_person_asks_for_their_frames_to_be_kept(world):
    checkin = attempt(world.phone, Outcome.ACCEPTED)
    path = f"/checkins/{checkin.public_id}/hold"
    assert world.phone.ask("POST", path, {"why": "request"}).status == 201
    assert world.phone.ask("POST", path, {"why": "request"}).status == 201
    assert world.phone_of(world.cast.other_supervisor).ask("POST", path, {"why": "request"}).status == 404


def test_the_documentation_knows_every_part_of_the_check_in(client):
    schema = client.get("/api/openapi.json").json()
    paths = {path.removeprefix("/api/v1") for path in schema["paths"]}
    assert {"/challenges", "/tickets", "/checkins", "/checkins/{public_id}", "/attestations", "/reviews"} <= paths
    post = schema["paths"]["/api/v1/checkins"]["post"]
    fields = post["requestBody"]["content"]["multipart/form-data"]["schema"]["properties"]
    assert fields.keys() == {"payload", "assertion", "page_signature", "frame"}
    assert {"200", "201", "403", "409", "413"} <= post["responses"].keys()
