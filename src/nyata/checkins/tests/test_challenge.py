"""Asking for a challenge or for tickets: who may, what is asked, and how often a person may try again."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from nyata.checkins.models import Challenge, CheckIn, OfflineTicket, Outcome, Refusal
from nyata.checkins.services.challenge import MOST_CHALLENGES, issue_challenge, issue_tickets
from nyata.checkins.services.verdicts import Ruling, lock, write
from nyata.checkins.terms import terms_on
from nyata.core.verification import moves
from nyata.enrolment.models import Accommodation, Device
from nyata.people.models import RolloutDecision
from tests.client import PageKey
from tests.client.keys import unb64url

pytestmark = pytest.mark.django_db


def judge(answer, outcome: str = Outcome.STEP_UP, *, ago: dt.timedelta = dt.timedelta(0)) -> CheckIn:
    checkin = CheckIn.objects.get(public_id=answer.body["id"])
    write(lock(checkin.pk), Ruling("first", outcome, ["face_unsure"], [], "0" * 64), timezone.now() - ago)
    return checkin


def test_a_challenge_asks_for_the_moves_of_its_nonce(world):
    asked = world.phone.challenge("out").body
    drawn = moves.draw(unb64url(asked["nonce"]), 2)
    assert asked["moves"] == drawn.as_json()
    assert asked["duration_ms"] == drawn.duration_ms
    assert (asked["frames"], asked["fixes"], asked["place_code"]) == (12, 3, False)
    kept = Challenge.objects.get()
    assert (kept.purpose, kept.person) == ("out", world.cast.servant)
    assert kept.expires_at - kept.issued_at == terms_on(timezone.localdate()).challenge_life


def test_every_challenge_has_its_own_nonce(world):
    assert len({world.phone.challenge().body["nonce"] for _ in range(5)}) == 5


def test_without_a_session_nobody_asks(world):
    phone = world.phone
    del phone.transport.client.cookies["nyata_session"]
    answer = phone.challenge()
    assert (answer.status, answer.body.keys()) == (401, {"code", "sentence", "next"})


def test_without_the_forms_token_nobody_asks_by_session(world):
    world.phone.csrf = ""
    assert world.phone.challenge().status == 403


@pytest.mark.parametrize("stage", ["not_started", "pendataan"])
def test_before_its_unit_has_begun_nobody_checks_in(world, stage):
    phone = world.phone
    RolloutDecision.objects.create(
        unit=world.cast.clinic, stage=stage, valid_from=dt.date(2026, 2, 1), decided_at=timezone.now()
    )
    assert phone.challenge().code == "stage_not_started"
    assert phone.fetch_tickets().code == "stage_not_started"


def test_in_the_trial_people_check_in(world):
    phone = world.phone
    RolloutDecision.objects.create(
        unit=world.cast.clinic, stage="trial", valid_from=dt.date(2026, 2, 1), decided_at=timezone.now()
    )
    assert phone.challenge().status == 200


def test_before_the_notice_of_today_is_read_nobody_checks_in(world, monkeypatch):
    phone = world.phone
    monkeypatch.setattr("nyata.enrolment.selectors.own.VERSION", "2999-01")
    assert phone.challenge().code == "notice_not_read"


def test_without_a_bound_phone_nobody_checks_in(world):
    phone = world.phone
    Device.objects.update(revoked_at=timezone.now())
    assert phone.challenge().code == "device_unknown"
    assert not Refusal.objects.exists()


def test_a_phone_without_a_page_key_is_turned_away_and_seen(world):
    answer = world.phone.ask("POST", "/challenges", {"purpose": "in", "page_key": None})
    assert (answer.status, answer.code) == (403, "device_unknown")
    assert Refusal.objects.get().person == world.cast.servant


def test_a_client_that_says_nothing_of_its_page_key_is_judged_by_its_signature(world):
    assert world.phone.ask("POST", "/challenges", {"purpose": "in"}).status == 200


def test_a_second_phone_gets_no_tickets_with_the_wrong_hands(world):
    world.phone.page_key = PageKey()
    assert world.phone.challenge().code == "device_unknown"


def test_a_program_that_collects_challenges_is_slowed_down(world):
    now = timezone.now()
    phone = world.phone
    for _ in range(MOST_CHALLENGES):
        assert phone.challenge().status == 200
    assert (phone.challenge().status, phone.challenge().code) == (429, "too_many_requests")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE checkins_challenge SET issued_at = %s", [now - dt.timedelta(minutes=11)])
    assert phone.challenge().status == 200


@pytest.mark.parametrize(("kind", "frames"), [("no_moves", 12), ("no_face", 0)])
def test_an_arrangement_changes_what_is_asked(world, kind, frames):
    Accommodation.objects.create(
        person=world.cast.servant, kind=kind, reason="SK", valid_from=dt.date(2026, 1, 1), valid_to=dt.date(2027, 1, 1),
        granted_by=world.cast.hr, granted_at=timezone.now(),
    )  # fmt: skip
    asked = world.phone.challenge().body
    assert (asked["moves"], asked["frames"]) == ([], frames)


def test_an_arrangement_that_is_over_changes_nothing(world):
    Accommodation.objects.create(
        person=world.cast.servant, kind="no_face", reason="SK", valid_from=dt.date(2025, 1, 1),
        valid_to=dt.date(2025, 2, 1), granted_by=world.cast.hr, granted_at=timezone.now(),
    )  # fmt: skip
    assert world.phone.challenge().body["frames"] == 12


# Tickets


def test_tickets_are_new_each_time_and_tell_what_they_will_ask(world):
    first, second = world.phone.fetch_tickets().body, world.phone.fetch_tickets().body
    assert len(first["tickets"]) == 2
    assert not {one["id"] for one in first["tickets"]} & {one["id"] for one in second["tickets"]}
    ticket = first["tickets"][0]
    assert (ticket["uses"], ticket["moves"], ticket["frames"], ticket["fixes"]) == (8, 2, 12, 3)
    assert ticket["duration_ms"] >= max(moves.draw(bytes([n]) * 32, 2).duration_ms for n in range(50)) - 600


def test_tickets_are_not_handed_out_without_end(world):
    for _ in range(10):
        assert world.phone.fetch_tickets().status == 200
    assert world.phone.fetch_tickets().code == "too_many_requests"
    assert OfflineTicket.objects.count() == 20


# Trying again


def test_a_step_up_asks_for_three_moves_and_names_the_first_attempt(world):
    root = judge(world.phone.check_in())
    asked = world.phone.challenge(step_up_of=str(root.public_id)).body
    assert len(asked["moves"]) == 3
    assert Challenge.objects.get(pk=asked["id"]).step_up_of == root


@pytest.mark.parametrize("outcome", [Outcome.ACCEPTED, Outcome.REVIEW, Outcome.ERROR, Outcome.DECLINED])
def test_only_what_asks_for_another_try_can_be_tried_again(world, outcome):
    root = judge(world.phone.check_in(), outcome)
    assert world.phone.challenge(step_up_of=str(root.public_id)).code == "step_up_chain_invalid"


def test_what_was_not_judged_yet_cannot_be_tried_again(world):
    answer = world.phone.check_in()
    assert world.phone.challenge(step_up_of=answer.body["id"]).code == "step_up_chain_invalid"


def test_a_step_up_is_for_the_same_purpose(world):
    root = judge(world.phone.check_in("in"))
    assert world.phone.challenge("out", step_up_of=str(root.public_id)).code == "step_up_chain_invalid"


def test_nobody_tries_again_for_somebody_else(world):
    root = judge(world.phone.check_in())
    theirs = world.phone_of(world.cast.supervisor)
    assert theirs.challenge(step_up_of=str(root.public_id)).code == "step_up_chain_invalid"


def test_the_window_runs_from_the_verdict_however_late_it_came(world):
    window = terms_on(timezone.localdate()).step_up_window
    early = judge(world.phone.check_in(), ago=window + dt.timedelta(seconds=5))
    assert world.phone.challenge(step_up_of=str(early.public_id)).code == "step_up_chain_invalid"
    late = judge(world.phone.check_in(), ago=window - dt.timedelta(seconds=30))
    assert world.phone.challenge(step_up_of=str(late.public_id)).status == 200


def test_after_three_tries_there_is_no_fourth(world):
    phone = world.phone
    root = judge(phone.check_in())
    for _ in range(3):
        answer = phone.post(phone.bundle(step_up_of=str(root.public_id)))
        assert answer.status == 201
        judge(answer)
    assert (phone.challenge(step_up_of=str(root.public_id)).code) == "tries_used_up"


def test_the_services_take_time_as_an_argument(world):
    then = dt.datetime(2026, 11, 23, 0, 28, 41, 123000, tzinfo=dt.UTC)
    assert world.phone
    asked = issue_challenge(person=world.cast.servant, purpose="in", at=then, terms=terms_on(then.date()))
    assert asked.as_json()["issued_at"] == "2026-11-23T00:28:41.123Z"
    given = issue_tickets(person=world.cast.servant, at=then, terms=terms_on(then.date()))
    assert given["tickets"][0]["expires_at"] == "2026-11-26T00:28:41.123Z"
