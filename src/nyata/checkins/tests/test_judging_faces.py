"""From the phone to the verdict with real photographs: rendered people, the real engine, the real policy."""

import datetime as dt
from functools import partial

import pytest
from django.utils import timezone

from nyata.checkins.models import CheckIn, FrameMark, Outcome, Verdict
from nyata.checkins.services import judging
from nyata.checkins.tests.conftest import face_of
from nyata.checkins.tests.doubles import noise
from nyata.enrolment.models import Accommodation
from nyata.ledger.models import Opening
from tests import portraits
from tests.portraits.altering import altered

pytestmark = pytest.mark.django_db

FAR = (-3.2411 + 0.0045, 105.3907)  # 500 m north of the door


def person(name: str, seed: int):
    """A camera with this rendered person before it, who does what is asked."""
    portrait = {"astronaut": portraits.astronaut, "another": portraits.another_person}[name]()
    return partial(portraits.burst, portrait=portrait, seed=seed)


@pytest.fixture
def phone(world):
    return world.phone_of(world.cast.servant, person("astronaut", 1), face_of("astronaut"))


def judged(phone, **changes) -> tuple[CheckIn, Verdict]:
    answer = phone.check_in(**changes)
    assert answer.status == 201, answer
    checkin = CheckIn.objects.get(public_id=answer.body["id"])
    return checkin, judging.judge_checkin(checkin_id=checkin.pk, at=timezone.now())


def deep(checkin: CheckIn) -> Verdict | None:
    return judging.look_deeper(checkin_id=checkin.pk, at=timezone.now())


def test_the_right_person_at_the_right_place_is_accepted_at_the_time_they_acted(phone):
    checkin, verdict = judged(phone)
    assert (verdict.outcome, verdict.counts_at) == (Outcome.ACCEPTED, checkin.acted_at), verdict.reasons
    assert {"face_matches", "moves_done", "inside_site", "clock_live"} <= set(verdict.reasons)
    assert len(verdict.policy_hash) == 64
    assert Opening.objects.filter(kind="verdict").count() == 1
    mark = FrameMark.objects.get()
    assert (len(mark.exact), len(mark.film)) == (12 * 6, 166)


def test_the_deep_look_joins_as_a_signal_and_leaves_outcome_and_time(phone):
    checkin, first = judged(phone)
    verdict = deep(checkin)
    assert (verdict.stage, verdict.outcome, verdict.counts_at) == ("deep", first.outcome, first.counts_at)
    assert [one["kind"] for one in verdict.signals].count("deep") == 1
    assert deep(checkin) is None


def test_another_persons_face_is_not_accepted(world, phone):
    phone.camera = person("another", 2)
    _, verdict = judged(phone)
    assert verdict.outcome == Outcome.STEP_UP
    assert verdict.reasons[0] in ("face_differs", "face_unsure")
    assert verdict.counts_at is None


def test_five_hundred_metres_away_is_not_accepted(phone):
    phone.here = FAR
    _, verdict = judged(phone)
    assert (verdict.outcome, verdict.reasons[0]) == (Outcome.STEP_UP, "outside_site")


def test_field_duty_declared_away_counts_and_waits_for_the_supervisor(phone):
    phone.here = FAR
    checkin, verdict = judged(phone, field_duty="Posyandu di desa Sungai Ceper")
    assert (verdict.outcome, verdict.counts_at) == (Outcome.REVIEW, checkin.acted_at)
    assert verdict.reasons[0] == "field_duty_declared"


def test_a_flat_photograph_is_not_live_by_the_deep_look(phone):
    phone.camera = lambda moves, times: list(portraits.flat_photo(times, seed=3))
    checkin, first = judged(phone)
    verdict = deep(checkin)
    said = next(one for one in verdict.signals if one["kind"] == "deep")
    assert said["payload"]["live"] is False
    assert "deep_not_live" in verdict.reasons
    assert verdict.outcome == first.outcome


def test_moves_that_were_not_made_are_asked_for_again(phone):
    phone.camera = lambda moves, times: portraits.burst([], times, seed=4)
    _, verdict = judged(phone)
    assert (verdict.outcome, verdict.reasons[0]) == (Outcome.STEP_UP, "moves_unread")


def test_photographs_that_cannot_be_decoded_are_a_step_up_and_the_worker_lives(phone):
    def broken(moves, times):
        return [noise(number)[:700] + b"\x00" * 50 for number in range(len(times))]

    phone.camera = broken
    _, verdict = judged(phone)
    assert (verdict.outcome, verdict.reasons[0]) == (Outcome.STEP_UP, "unreadable")


def test_an_empty_room_is_no_face(world, phone):
    phone.camera = lambda moves, times: [noise(500 + number) for number in range(len(times))]
    _, verdict = judged(phone)
    assert (verdict.outcome, verdict.reasons[0]) == (Outcome.STEP_UP, "no_face")


def test_no_photographs_at_all_ask_for_them(phone):
    _, verdict = judged(phone, frames=[], times_ms=[])
    assert (verdict.outcome, verdict.reasons[0]) == (Outcome.STEP_UP, "no_frames")


# Replays


def test_the_same_photographs_sent_again_are_known_again(phone):
    shots = {}

    def recorded(moves, times):
        shots.setdefault("first", portraits.burst(moves, times, seed=5))
        return shots["first"]

    phone.camera = recorded
    judged(phone)
    _, verdict = judged(phone)
    assert "repeated_frames" in verdict.reasons
    assert verdict.outcome == Outcome.STEP_UP
    said = next(one for one in verdict.signals if one["kind"] == "repeats")
    assert (said["payload"]["seen_before"], said["payload"]["by_another"]) == (12, False)


def test_the_same_photographs_in_another_encoding_are_known_again(phone):
    import cv2
    import numpy as np

    kept = []

    def recorded(moves, times):
        if not kept:
            kept.extend(portraits.burst(moves, times, seed=6))
            return list(kept)
        pictures = [cv2.imdecode(np.frombuffer(one, np.uint8), cv2.IMREAD_COLOR) for one in kept]
        return [cv2.imencode(".jpg", one, [cv2.IMWRITE_JPEG_QUALITY, 60])[1].tobytes() for one in pictures]

    phone.camera = recorded
    judged(phone)
    _, verdict = judged(phone)
    assert "repeated_frames" in verdict.reasons
    said = next(one for one in verdict.signals if one["kind"] == "repeats")
    assert said["payload"]["seen_before"] == 0


def test_a_recording_cropped_turned_and_lit_anew_is_known_again(phone):
    kept = []

    def recorded(moves, times):
        if not kept:
            kept.extend(portraits.burst(moves, times, seed=20))
            return list(kept)
        return [altered(one, "crop_5", "turn_2", "gamma", quality=50) for one in kept]

    phone.camera = recorded
    judged(phone)
    _, verdict = judged(phone)
    assert (verdict.outcome, "repeated_frames" in verdict.reasons) == (Outcome.STEP_UP, True)
    said = next(one for one in verdict.signals if one["kind"] == "repeats")
    assert (said["payload"]["seen_before"], said["payload"]["look_share"] > 0.9) == (0, True)


def test_the_same_moves_made_again_are_not_a_recording(phone):
    nonces = {}

    def performer(moves, times):
        asked = nonces.setdefault("first", (moves, times))
        return portraits.burst(*asked, seed=21 + len(FrameMark.objects.all()))

    phone.camera = performer
    judged(phone)
    _, verdict = judged(phone)
    assert "repeated_frames" not in verdict.reasons


def test_photographs_that_cannot_be_decoded_are_known_again_by_their_bytes(phone):
    broken = [noise(700 + number)[:700] + b"\x00" * 50 for number in range(12)]
    phone.camera = lambda moves, times: broken
    judged(phone)
    _, verdict = judged(phone)
    assert "repeated_frames" in verdict.reasons
    said = next(one for one in verdict.signals if one["kind"] == "repeats")
    assert said["payload"]["seen_before"] == 12


def test_one_photograph_of_an_own_earlier_attempt_is_known_again(phone):
    shots = [portraits.burst([], list(range(0, 4800, 400)), seed=seed) for seed in (22, 23)]
    phone.camera = lambda moves, times: shots[0]
    judged(phone)
    phone.camera = lambda moves, times: [*shots[1][:11], shots[0][4]]
    _, verdict = judged(phone)
    said = next(one for one in verdict.signals if one["kind"] == "repeats")
    assert said["payload"]["seen_before"] == 1


def test_photographs_of_somebody_elses_attempt_are_said_to_be_anothers(world, phone):
    shots = portraits.burst([], list(range(0, 4800, 400)), seed=8)
    phone.camera = lambda moves, times: shots
    judged(phone)
    theirs = world.phone_of(world.cast.supervisor, phone.camera, face_of("astronaut"))
    _, verdict = judged(theirs)
    said = next(one for one in verdict.signals if one["kind"] == "repeats")
    assert said["payload"]["by_another"] is True


# Step-ups


def step_up(phone, root: CheckIn) -> tuple[CheckIn, Verdict]:
    answer = phone.post(phone.bundle(step_up_of=str(root.public_id)))
    assert answer.status == 201, answer
    checkin = CheckIn.objects.get(public_id=answer.body["id"])
    return checkin, judging.judge_checkin(checkin_id=checkin.pk, at=timezone.now())


def test_a_step_up_that_passes_gives_the_first_attempts_time(phone):
    phone.camera = lambda moves, times: portraits.burst([], times, seed=9)
    root, first = judged(phone)
    assert first.outcome == Outcome.STEP_UP
    phone.camera = person("astronaut", 10)
    again, verdict = step_up(phone, root)
    assert (verdict.outcome, verdict.counts_at) == (Outcome.ACCEPTED, root.acted_at), verdict.reasons
    assert "deep_live" in verdict.reasons
    settled = root.verdicts.order_by("-id").first()
    assert (settled.stage, settled.outcome, settled.counts_at) == ("stepped_up", Outcome.ACCEPTED, root.acted_at)
    assert settled.reasons == ["stepped_up"]
    assert again.acted_at > root.acted_at


def test_a_step_up_after_an_attempt_elsewhere_counts_at_its_own_time(phone):
    door = phone.here
    phone.here = FAR
    root, _ = judged(phone)
    phone.here, phone.camera = door, person("astronaut", 11)
    again, verdict = step_up(phone, root)
    assert (verdict.outcome, verdict.counts_at) == (Outcome.ACCEPTED, again.acted_at), verdict.reasons
    assert root.verdicts.order_by("-id").first().outcome == Outcome.STEP_UP


def test_a_flat_photograph_does_not_pass_a_step_up(phone):
    phone.camera = lambda moves, times: portraits.burst([], times, seed=12)
    root, _ = judged(phone)
    phone.camera = lambda moves, times: list(portraits.flat_photo(times, seed=13))
    _, verdict = step_up(phone, root)
    assert verdict.outcome == Outcome.STEP_UP


def test_after_the_third_step_up_a_person_looks_and_it_counts_until_then(world, phone):
    phone.camera = person("another", 14)
    root, _ = judged(phone)
    outcomes = []
    for seed in (15, 16, 17):
        phone.camera = person("another", seed)
        last, verdict = step_up(phone, root)
        outcomes.append(verdict.outcome)
    assert outcomes == [Outcome.STEP_UP, Outcome.STEP_UP, Outcome.REVIEW]
    assert verdict.counts_at == root.acted_at
    refused = phone.challenge(step_up_of=str(root.public_id))
    assert (refused.status, refused.code) == (409, "step_up_chain_invalid")
    settled = root.verdicts.order_by("-id").first()
    assert (settled.stage, settled.outcome) == ("stepped_up", Outcome.REVIEW)


# Other ways in


def accommodate(world, kind: str) -> None:
    Accommodation.objects.create(
        person=world.cast.servant, kind=kind, reason="sesuai SK", valid_from=dt.date(2026, 1, 1),
        valid_to=dt.date(2027, 1, 1), granted_by=world.cast.hr, granted_at=timezone.now(),
    )  # fmt: skip


def test_with_the_arrangement_no_moves_looking_at_the_camera_is_enough(world, phone):
    accommodate(world, "no_moves")
    phone.camera = lambda moves, times: portraits.burst([], times, seed=18)
    asked = phone.challenge().body
    assert asked["moves"] == []
    _, verdict = judged(phone)
    assert verdict.outcome in (Outcome.ACCEPTED, Outcome.REVIEW)
    assert "accommodation_no_moves" in verdict.reasons
    assert verdict.outcome == Outcome.ACCEPTED or "sampled" in verdict.reasons


def test_with_the_arrangement_no_face_no_photograph_is_taken(world, phone):
    accommodate(world, "no_face")
    assert phone.challenge().body["frames"] == 0
    _, verdict = judged(phone)
    assert "accommodation_no_face" in verdict.reasons
    assert verdict.outcome == Outcome.ACCEPTED or "sampled" in verdict.reasons


def test_a_verdict_is_made_once(phone):
    checkin, first = judged(phone)
    assert judging.judge_checkin(checkin_id=checkin.pk, at=timezone.now()) is None
    assert list(checkin.verdicts.values_list("pk", flat=True)) == [first.pk]
