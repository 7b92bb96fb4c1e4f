"""What somebody could make of step-ups, witnesses and late bundles, and what comes of it."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from django.db import DataError, connection, transaction
from django.utils import timezone

from nyata.checkins import selectors, services, tasks
from nyata.checkins.models import CheckIn, OfflineTicket, Outcome, Verdict
from nyata.checkins.services import judging, measuring
from nyata.checkins.services.verdicts import Ruling, lock, write
from nyata.checkins.terms import terms_on
from nyata.checkins.tests.test_intake import draw
from nyata.core.reasons import Reason


def judged(checkin: CheckIn, outcome: str, *reasons: str) -> Verdict:
    with transaction.atomic():
        return write(lock(checkin.pk), Ruling("first", outcome, list(reasons), [], "0" * 64), timezone.now())


def sent(phone: Any, **changes: Any) -> CheckIn:
    return CheckIn.objects.get(public_id=phone.check_in(**changes).body["id"])


def answer(phone: Any, asked: Any, root: CheckIn) -> Any:
    evidence = phone.gather(asked.body, step_up_of=str(root.public_id))
    return phone.post(phone.sign(evidence, asked.body["nonce"]))


def asked_ahead(phone: Any, root: CheckIn, times: int) -> list[Any]:
    return [phone.challenge(step_up_of=str(root.public_id)) for _ in range(times)]


# Tries


@pytest.mark.django_db
def test_challenges_fetched_in_advance_give_no_more_tries(world):
    root = sent(world.phone)
    judged(root, Outcome.STEP_UP, "face_unsure")
    got = [answer(world.phone, asked, root) for asked in asked_ahead(world.phone, root, 5)]
    assert [one.status for one in got] == [201, 201, 201, 409, 409]
    assert got[-1].code == "tries_used_up"


def test_nor_do_challenges_answered_at_one_instant(own_world):
    phone = own_world.phone
    root = sent(phone)
    judged(root, Outcome.STEP_UP, "face_unsure")
    bundles = []
    for asked in asked_ahead(phone, root, 6):
        bundles.append(phone.sign(phone.gather(asked.body, step_up_of=str(root.public_id)), asked.body["nonce"]))

    def post(bundle: Any) -> int:
        try:
            return phone.post(bundle).status
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(post, bundles)) == [201] * 3 + [409] * 3


@pytest.mark.django_db
@pytest.mark.parametrize("accept", [True, False])
def test_a_try_that_comes_after_a_persons_decision_does_not_undo_it(world, accept):
    phone = world.phone
    root = sent(phone)
    judged(root, Outcome.STEP_UP, "face_unsure")
    one, late, later = asked_ahead(phone, root, 3)
    decided = CheckIn.objects.get(public_id=answer(phone, one, root).body["id"])
    on_its_way = CheckIn.objects.get(public_id=answer(phone, late, root).body["id"])
    judged(decided, Outcome.REVIEW, "second_look")
    services.decide_review(
        actor=world.cast.supervisor, checkin=decided, accept=accept, words="tidak di kantor", at=timezone.now()
    )
    outcome = Outcome.ACCEPTED if accept else Outcome.DECLINED
    assert answer(phone, later, root).code == "step_up_chain_invalid"
    judged(on_its_way, Outcome.ACCEPTED if not accept else Outcome.REVIEW, "face_matches")
    assert selectors.latest_verdict(root).outcome == outcome


# Time


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("hours", "first", "outcome"),
    [
        (8, "no_place", Outcome.REVIEW),
        (8, "place_unclear", Outcome.REVIEW),
        (8, "inside_site", Outcome.ACCEPTED),
        (0, "no_place", Outcome.ACCEPTED),
    ],
)
def test_a_morning_without_a_place_that_is_sent_in_the_evening_is_looked_at(world, hours, first, outcome):
    """It counts meanwhile: a slow network makes nobody late."""
    phone, now = world.phone, timezone.now()
    phone.fetch_tickets()
    OfflineTicket.objects.update(issued_at=now - dt.timedelta(hours=9))
    pressed = int((now - dt.timedelta(hours=hours)).timestamp() * 1000)
    bundle = phone.offline_bundle("in", draw, anchor="x", elapsed_ms=None, wall_ms=pressed)
    root = CheckIn.objects.get(public_id=phone.post(bundle).body["id"])
    judged(root, Outcome.STEP_UP, "face_unsure", first)
    again = sent(phone, step_up_of=str(root.public_id))
    verdict = judged(again, Outcome.ACCEPTED, "face_matches", "inside_site")
    assert (verdict.outcome, verdict.counts_at) == (outcome, root.acted_at)
    assert (Reason.SECOND_LOOK in verdict.reasons) == (outcome == Outcome.REVIEW)


# Witnesses


@pytest.mark.django_db
def test_a_witness_says_nothing_of_another_day(world):
    witness = world.phone_of(world.cast.supervisor)
    phone, now = world.phone, timezone.now()
    phone.fetch_tickets()
    OfflineTicket.objects.update(issued_at=now - dt.timedelta(days=3))
    pressed = int((now - dt.timedelta(days=2)).timestamp() * 1000)
    bundle = phone.offline_bundle("in", draw, anchor="x", elapsed_ms=None, wall_ms=pressed)
    old = CheckIn.objects.get(public_id=phone.post(bundle).body["id"])
    judged(old, Outcome.STEP_UP, "face_unsure")
    assert witness.vouch(world.cast.servant.pk, but={"checkin": str(old.public_id)}).code == "not_found"
    assert selectors.latest_verdict(old).outcome == Outcome.STEP_UP


@pytest.mark.django_db
def test_a_witness_who_asks_without_end_stands_in_nobodys_way_but_their_own(world):
    witness = world.phone_of(world.cast.supervisor)
    wish = {"person": world.cast.servant.pk, "purpose": "in"}
    told = [witness.ask("POST", "/attestations/challenges", wish).status for _ in range(101)]
    assert (told[99], told[100]) == (200, 429)
    assert world.phone.challenge().status == 200


@pytest.mark.django_db
def test_what_a_witness_said_while_the_machine_looked_stays(world, monkeypatch):
    witness, checkin = world.phone_of(world.cast.supervisor), sent(world.phone)

    def meanwhile(case: measuring.Case) -> measuring.Measured:
        assert witness.vouch(world.cast.servant.pk, but={"checkin": str(checkin.public_id)}).status == 201
        return measuring.Measured()

    monkeypatch.setattr(judging.measuring, "measure", meanwhile)
    assert judging.judge_checkin(checkin_id=checkin.pk, at=timezone.now()) is None
    assert [(one.stage, one.outcome) for one in selectors.verdicts_of(checkin)] == [("witness", "accepted")]


# Judging


@pytest.mark.django_db
def test_fewer_photographs_than_asked_for_are_not_enough(world):
    phone = world.phone
    asked = phone.challenge().body
    whole = phone.gather(asked)
    few = replace(whole, frames=whole.frames[:-1], times_ms=whole.times_ms[:-1])
    checkin = CheckIn.objects.get(public_id=phone.post(phone.sign(few, asked["nonce"])).body["id"])
    assert asked["frames"] == terms_on(timezone.localdate()).frames
    assert Reason.FRAMES_MISSING in judging.judge_checkin(checkin_id=checkin.pk, at=timezone.now()).reasons


@pytest.mark.django_db
def test_a_verdict_that_the_database_cannot_keep_is_an_error_and_no_endless_wait(world, monkeypatch):
    checkin = sent(world.phone)

    def unkeepable(**_given: Any) -> None:
        raise DataError("invalid input syntax for type json")

    monkeypatch.setattr(judging, "judge_checkin", unkeepable)
    tasks.judge(checkin=checkin.pk)
    assert selectors.latest_verdict(checkin).outcome == Outcome.ERROR
