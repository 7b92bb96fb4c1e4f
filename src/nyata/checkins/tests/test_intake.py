"""A bundle comes in: kept whole with its receipt, once, however often and however late it is sent."""

import datetime as dt
import uuid

import pytest
from django.db import connection

from nyata.checkins import keys
from nyata.checkins.models import Challenge, CheckIn, Refusal
from nyata.checkins.selectors import sealed_frames_of
from nyata.checkins.services.challenge import purge_questions
from nyata.core import bundle as grammar
from nyata.core import receipt
from nyata.core.encoding import canonical, unb64url
from nyata.core.verification import moves
from nyata.enrolment import vault
from nyata.enrolment.models import Device
from nyata.ledger.models import Leaf, Opening
from nyata.people.tests import factories

pytestmark = pytest.mark.django_db


def draw(nonce: bytes, count: int) -> dict:
    drawn = moves.draw(nonce, count)
    return {"moves": drawn.as_json(), "duration_ms": drawn.duration_ms}


def jobs_waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'checkins.judge'")
        return cursor.fetchone()[0]


def age(days: float = 0, seconds: float = 0) -> None:
    """Let everything that was asked become older."""
    ago = dt.timedelta(days=days, seconds=seconds)
    with connection.cursor() as cursor:
        for table in ("checkins_challenge", "checkins_offlineticket"):
            cursor.execute(f"UPDATE {table} SET issued_at = issued_at - %s, expires_at = expires_at - %s", [ago, ago])  # noqa: S608


def test_a_bundle_is_kept_with_its_frames_and_answered_with_a_receipt(world):
    bundle = world.phone.bundle()
    answer = world.phone.post(bundle)
    assert answer.status == 201, answer
    kept = CheckIn.objects.get()
    assert str(kept.public_id) == answer.body["id"]
    assert kept.person == world.cast.servant
    sealed = sealed_frames_of(kept)
    assert bundle.frames[0] not in sealed.sealed
    opened = vault.unseal(kept.person.data_key, sealed.sealed, bytes(kept.digest))
    assert sealed.split(opened) == bundle.frames
    assert jobs_waiting() == 1
    assert not Refusal.objects.exists()


def test_the_receipt_names_the_digest_the_times_and_the_ledgers_leaf(world):
    answer = world.phone.check_in("out")
    kept = CheckIn.objects.get()
    said = receipt.verify([receipt.verifier(keys.receipt_key(), "localhost/nyata")], answer.body["receipt"])
    assert (said.id, said.digest, said.purpose) == (kept.public_id, bytes(kept.digest), "out")
    assert (said.acted_at, said.received_at) == (kept.acted_at, kept.received_at)
    assert Leaf.objects.filter(hash=said.leaf).exists()
    assert Opening.objects.get(leaf__hash=said.leaf).kind == "checkin"


def test_the_receipt_promises_a_place_in_the_log_within_the_time_of_the_policy(world):
    answer = world.phone.check_in("in")
    said = receipt.verify([receipt.verifier(keys.receipt_key(), "localhost/nyata")], answer.body["receipt"])
    assert said.origin == "localhost/nyata"
    assert said.by == said.received_at + dt.timedelta(minutes=60)


def test_what_was_kept_verifies_the_whole_bundle_again_years_later(world):
    bundle = world.phone.bundle()
    world.phone.post(bundle)
    kept = CheckIn.objects.get()
    assert canonical(kept.payload) == bundle.payload
    assert grammar.digest(unb64url(kept.proof["nonce"]), canonical(kept.payload)) == bytes(kept.digest)
    assert kept.proof["assertion"] == bundle.assertion
    assert kept.proof["page_signature"] == bundle.page_signature


def test_the_same_bundle_again_gives_the_same_receipt_and_no_second_attempt(world):
    bundle = world.phone.bundle()
    first, second = world.phone.post(bundle), world.phone.post(bundle)
    assert (first.status, second.status) == (201, 200)
    assert first.body == second.body
    assert CheckIn.objects.count() == 1
    assert jobs_waiting() == 1
    assert not Refusal.objects.exists()


def test_the_same_bundle_is_known_again_when_its_challenge_is_long_deleted(world):
    bundle = world.phone.bundle()
    first = world.phone.post(bundle)
    age(days=10)
    purge_questions(before=dt.datetime.now(dt.UTC))
    assert not Challenge.objects.exists()
    again = world.phone.post(bundle)
    assert (again.status, again.body) == (200, first.body)


def test_the_same_bundle_is_known_again_when_its_phone_was_given_up_meanwhile(world):
    """The answer got lost, then the phone: what was kept was kept."""
    bundle = world.phone.bundle()
    first = world.phone.post(bundle)
    Device.objects.update(revoked_at=dt.datetime.now(dt.UTC))
    again = world.phone.post(bundle)
    assert (again.status, again.body) == (200, first.body)
    assert not Refusal.objects.exists()


def test_a_bundle_that_differs_from_the_kept_one_is_not_given_its_receipt(world):
    bundle = world.phone.bundle()
    world.phone.post(bundle)
    age(days=10)
    purge_questions(before=dt.datetime.now(dt.UTC))
    other = bundle.page_signature[:-2] + ("AA" if bundle.page_signature[-2:] != "AA" else "BA")
    assert world.phone.post(bundle.but(page_signature=other)).code == "challenge_unknown"


def test_neither_cookie_nor_token_is_needed(world):
    bundle = world.phone.bundle()
    world.phone.transport.client.logout()
    world.phone.transport.client.cookies.clear()
    assert world.phone.post(bundle).status == 201


def test_a_live_bundle_counts_from_the_press_not_from_its_arrival(world):
    phone = world.phone
    asked = phone.challenge().body
    bundle = phone.sign(phone.gather(asked, elapsed_ms=0), asked["nonce"])
    age(seconds=60)
    answer = phone.post(bundle)
    assert (answer.status, answer.body["time_mark"]) == (201, "live")


def test_a_bundle_made_in_time_but_sent_after_its_challenges_end_is_taken_as_anchored(world):
    """The server was away between the challenge and the bundle: an outage is ours."""
    bundle = world.phone.bundle()
    with connection.cursor() as cursor:  # the challenge ended a second after it was issued, and is long over
        cursor.execute("UPDATE checkins_challenge SET expires_at = issued_at + interval '1 microsecond'")
    answer = world.phone.post(bundle)
    assert (answer.status, answer.body["time_mark"]) == (201, "anchored"), answer


def test_an_offline_bundle_is_taken_on_a_ticket(world):
    phone = world.phone
    assert phone.fetch_tickets().status == 200
    answer = phone.post(phone.offline_bundle("in", draw))
    assert (answer.status, answer.body["time_mark"]) == (201, "anchored")
    kept = CheckIn.objects.get()
    assert (kept.ticket_counter, kept.challenge) == (0, None)


def test_every_use_of_a_ticket_is_an_attempt_of_its_own(world):
    phone = world.phone
    phone.fetch_tickets()
    bundles = [phone.offline_bundle("in", draw) for _ in range(3)]
    assert [phone.post(one).status for one in bundles] == [201] * 3
    assert [phone.post(one).status for one in bundles] == [200] * 3
    assert CheckIn.objects.count() == 3


def test_without_a_life_of_the_page_the_time_is_unproven(world):
    phone = world.phone
    phone.fetch_tickets()
    answer = phone.post(phone.offline_bundle("in", draw, elapsed_ms=None))
    assert (answer.status, answer.body["time_mark"]) == (201, "unproven")


def test_the_press_lies_between_the_earliest_moment_and_the_receipt(world):
    body = world.phone.check_in().body
    assert body["earliest_at"] <= body["acted_at"] <= body["received_at"]


def test_a_person_without_frames_is_taken_too(world):
    bundle = world.phone.bundle(frames=[], times_ms=[])
    assert world.phone.post(bundle).status == 201
    assert sealed_frames_of(CheckIn.objects.get()) is None


def test_the_attempt_falls_on_the_day_of_jakarta(world):
    world.phone.check_in()
    kept = CheckIn.objects.get()
    assert kept.day == kept.acted_at.astimezone(dt.timezone(dt.timedelta(hours=7))).date()


def test_the_public_id_follows_from_the_digest(world):
    world.phone.check_in()
    kept = CheckIn.objects.get()
    assert kept.public_id == uuid.UUID(bytes=bytes(kept.digest)[:16])


def test_a_passkey_that_counts_is_remembered_and_one_that_does_not_costs_nothing(world):
    phone = world.phone
    phone.check_in()
    passkey = CheckIn.objects.get().device.passkey
    assert passkey.sign_count == 0
    assert phone.here == factories.DOOR
