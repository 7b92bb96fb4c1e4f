"""A person decides: who may, in words, once; and what it does to the time that counts."""

import datetime as dt

import pytest
from django.utils import timezone

from nyata.checkins import selectors, services
from nyata.checkins.models import CheckIn, HeldFrames, Outcome, PhotoLook, Verdict
from nyata.checkins.refusals import Refused
from nyata.checkins.services import evidence
from nyata.checkins.services.verdicts import Ruling, lock, write
from nyata.core.reasons import Reason
from nyata.ledger.models import Opening
from nyata.people.models import Post
from nyata.people.tests.factories import make_post

pytestmark = pytest.mark.django_db

WORDS = "Terlihat di puskesmas pukul 07.20"


def open_attempt(phone, outcome: str = Outcome.REVIEW, reasons=("second_look",), **changes) -> CheckIn:
    answer = phone.post(phone.bundle(**changes))
    checkin = CheckIn.objects.get(public_id=answer.body["id"])
    write(lock(checkin.pk), Ruling("first", outcome, list(reasons), [], "0" * 64), timezone.now())
    return checkin


def decide(actor, checkin, accept=True, words=WORDS) -> Verdict:
    return services.decide_review(actor=actor, checkin=checkin, accept=accept, words=words, at=timezone.now())


def refusal(call) -> Reason:
    with pytest.raises(Refused) as caught:
        call()
    return caught.value.reason


def waiting(actor) -> list[CheckIn]:
    return list(selectors.reviews_waiting(actor, timezone.localdate()))


def test_a_supervisor_accepts_and_the_time_of_acting_counts(world):
    checkin = open_attempt(world.phone)
    assert waiting(world.cast.supervisor) == [checkin]
    verdict = decide(world.cast.supervisor, checkin)
    assert (verdict.stage, verdict.outcome, verdict.counts_at) == ("review", Outcome.ACCEPTED, checkin.acted_at)
    assert (verdict.decided_by, verdict.words, verdict.reasons) == (world.cast.supervisor, WORDS, ["review_upheld"])
    assert waiting(world.cast.supervisor) == []
    assert Opening.objects.filter(kind="review").count() == 1


def test_declining_ends_the_counting_and_accuses_nobody(world):
    checkin = open_attempt(world.phone)
    verdict = decide(world.cast.hr, checkin, accept=False)
    assert (verdict.outcome, verdict.counts_at, verdict.reasons) == (Outcome.DECLINED, None, ["review_declined"])


def test_what_was_decided_once_is_closed(world):
    checkin = open_attempt(world.phone)
    decide(world.cast.supervisor, checkin)
    assert refusal(lambda: decide(world.cast.hr, checkin, accept=False)) is Reason.REVIEW_CLOSED


@pytest.mark.parametrize("outcome", [Outcome.ACCEPTED, Outcome.STEP_UP, Outcome.ERROR])
def test_what_is_not_under_review_is_not_decided_on(world, outcome):
    checkin = open_attempt(world.phone, outcome)
    assert refusal(lambda: decide(world.cast.supervisor, checkin)) is Reason.REVIEW_CLOSED


def test_what_no_machine_could_judge_is_decided_by_a_person(world):
    checkin = open_attempt(world.phone, Outcome.ERROR, ["set_aside"])
    assert waiting(world.cast.supervisor) == [checkin]
    assert decide(world.cast.supervisor, checkin).counts_at == checkin.acted_at


@pytest.mark.parametrize("who", ["other_supervisor", "auditor", "operator", "executive"])
def test_nobody_else_decides(world, who):
    checkin = open_attempt(world.phone)
    actor = getattr(world.cast, who)
    assert refusal(lambda: decide(actor, checkin)) is Reason.NOT_ALLOWED
    assert waiting(actor) == []


def test_nobody_decides_on_themselves_whatever_their_posts(world):
    make_post(world.cast.servant, Post.Role.HR)
    make_post(world.cast.servant, Post.Role.OPD_HEAD, unit=world.cast.health)
    checkin = open_attempt(world.phone)
    assert refusal(lambda: decide(world.cast.servant, checkin)) is Reason.NOT_ON_ONESELF
    assert checkin not in waiting(world.cast.servant)


@pytest.mark.parametrize(
    ("words", "fits"), [("", False), ("  ya  ", False), ("sakit", True), ("x" * 500, True), ("x" * 501, False)]
)
def test_a_decision_needs_words(world, words, fits):
    checkin = open_attempt(world.phone)
    if fits:
        assert decide(world.cast.supervisor, checkin, words=words).words == words.strip()
    else:
        assert refusal(lambda: decide(world.cast.supervisor, checkin, words=words)) is Reason.WORDS_MISSING


def test_of_a_chain_the_last_attempt_is_decided_on_and_the_first_follows(world):
    phone = world.phone
    root = open_attempt(phone, Outcome.STEP_UP, ["face_unsure"])
    last = open_attempt(phone, Outcome.REVIEW, ["face_unsure"], step_up_of=str(root.public_id))
    assert waiting(world.cast.supervisor) == [last]
    assert decide(world.cast.supervisor, last).counts_at == root.acted_at
    settled = selectors.latest_verdict(root)
    assert (settled.stage, settled.outcome, settled.counts_at) == ("stepped_up", Outcome.ACCEPTED, root.acted_at)
    assert waiting(world.cast.supervisor) == []


def test_a_deep_look_that_comes_after_the_decision_does_not_undo_it(world):
    from nyata.checkins.services.judging import join_deep
    from nyata.core.verification.facts import DeepFacts

    checkin = open_attempt(world.phone)
    decide(world.cast.supervisor, checkin, accept=False)
    verdict = join_deep(checkin_id=checkin.pk, deep=DeepFacts(True, "head_turned"), at=timezone.now())
    assert (verdict.outcome, verdict.counts_at) == (Outcome.DECLINED, None)
    assert verdict.reasons == ["review_declined", "deep_live"]


def test_a_decision_releases_the_frames_that_the_review_held(world):
    checkin = open_attempt(world.phone)
    evidence.move_to_held(checkin=checkin, why=HeldFrames.Why.REVIEW, by=None, at=timezone.now())
    decide(world.cast.supervisor, checkin)
    assert HeldFrames.objects.get().released_at is not None


# Photographs


def look(actor, checkin, why):
    return services.look_at_photo(actor=actor, checkin=checkin, why=why, at=timezone.now())


@pytest.mark.parametrize(
    ("who", "why"), [("supervisor", "review"), ("hr", "objection"), ("auditor", "audit"), ("servant", "own")]
)
def test_a_look_is_on_record_before_a_picture_is_opened(world, who, why):
    bundle = world.phone.bundle()
    world.phone.post(bundle)
    checkin = CheckIn.objects.get()
    actor = getattr(world.cast, who)
    assert look(actor, checkin, why) == bundle.frames
    assert list(PhotoLook.objects.values_list("actor", "why")) == [(actor.pk, why)]
    assert Opening.objects.filter(kind="photo_look").count() == 1
    assert [one.actor for one in selectors.looks_at(world.cast.servant)] == [actor]


@pytest.mark.parametrize(
    ("who", "why"),
    [
        ("other_supervisor", "review"),
        ("operator", "review"),
        ("executive", "audit"),
        ("supervisor", "own"),
        ("servant", "review"),
        ("hr", "curiosity"),
    ],
)
def test_nobody_looks_without_right_or_reason(world, who, why):
    checkin = open_attempt(world.phone)
    assert refusal(lambda: look(getattr(world.cast, who), checkin, why)) is Reason.NOT_ALLOWED
    assert not PhotoLook.objects.exists()


def test_frames_whose_time_is_over_are_not_there_to_be_looked_at(world):
    checkin = open_attempt(world.phone, Outcome.ACCEPTED)
    import datetime as dt

    evidence.drop_expired_frames(before=checkin.day + dt.timedelta(days=1), at=timezone.now())
    assert refusal(lambda: look(world.cast.servant, checkin, "own")) is Reason.FRAMES_GONE
    hold = refusal(
        lambda: services.hold_frames(actor=world.cast.servant, checkin=checkin, why="request", at=timezone.now())
    )
    assert hold is Reason.FRAMES_GONE


@pytest.mark.parametrize(
    ("who", "why"), [("other_supervisor", "objection"), ("operator", "request"), ("servant", "review")]
)
def test_nobody_holds_frames_without_right_or_reason(world, who, why):
    checkin = open_attempt(world.phone)
    actor = getattr(world.cast, who)
    held = refusal(lambda: services.hold_frames(actor=actor, checkin=checkin, why=why, at=timezone.now()))
    assert held is Reason.NOT_ALLOWED


def test_what_was_declined_on_its_frames_last_day_can_still_be_objected_to(world):
    checkin, tomorrow = open_attempt(world.phone), timezone.localdate() + dt.timedelta(days=1)
    decide(world.cast.supervisor, checkin, accept=False)
    evidence.drop_expired_frames(before=tomorrow, at=timezone.now())
    assert selectors.sealed_frames_of(checkin) is not None
    evidence.forget_released(before=timezone.now() - dt.timedelta(days=30), at=timezone.now())
    assert selectors.sealed_frames_of(checkin) is not None
    evidence.forget_released(before=timezone.now() + dt.timedelta(seconds=1), at=timezone.now())
    assert selectors.sealed_frames_of(checkin) is None


def test_a_persons_own_hold_outlives_the_decision(world):
    checkin = open_attempt(world.phone)
    services.hold_frames(actor=checkin.person, checkin=checkin, why="objection", at=timezone.now())
    decide(world.cast.supervisor, checkin, accept=False)
    assert HeldFrames.objects.get(checkin=checkin).released_at is None
