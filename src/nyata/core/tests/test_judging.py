"""Each outcome and each reason that judging can give, at its boundary."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyata.core.reasons import Reason
from nyata.core.tests.cases import BROWSER, LIMITS, PRESS, attempt, faces, fix, look, place, time
from nyata.core.verification import DeepFacts, DeviceFacts, LookFacts, Outcome, RepeatFacts, judge, judge_deep

# What is worse for a person: not counting yet is worse than counting while a person looks.
RANK = {Outcome.ACCEPTED: 0, Outcome.REVIEW: 1, Outcome.STEP_UP: 2, Outcome.REFUSED: 3}
LIVE, FLAT, UNREAD = DeepFacts(True, "head_turned", 0.7), DeepFacts(False, "flat"), DeepFacts(None, "not_turned")


def judged(**changes):
    return judge(attempt(**changes), LIMITS)


def strengths(judgement):
    return {signal.kind: signal.strength for signal in judgement.signals}


def test_the_right_face_at_the_right_place_with_the_moves_done_is_accepted():
    judgement = judged()
    assert judgement.outcome is Outcome.ACCEPTED
    assert set(judgement.reasons) == {Reason.FACE_MATCHES, Reason.MOVES_DONE, Reason.INSIDE_SITE, Reason.CLOCK_LIVE}
    assert set(strengths(judgement).values()) == {0.0}


def test_every_judgement_keeps_every_signal_as_plain_json():
    kinds = [signal.as_json()["kind"] for signal in judged().signals]
    assert kinds == ["face", "moves", "repeats", "place", "clock", "place_hint", "browser", "device"]


# The face


def test_a_cosine_of_exactly_54_is_the_person():
    assert judged(look=look(compared=faces(0.54, 0.54))).outcome is Outcome.ACCEPTED


def test_a_cosine_just_below_54_cannot_be_told_and_is_asked_again():
    judgement = judged(look=look(compared=faces(0.9, 0.5399)))
    assert (judgement.outcome, judgement.reasons[0]) == (Outcome.STEP_UP, Reason.FACE_UNSURE)


def test_a_cosine_of_exactly_45_cannot_be_told():
    assert judged(look=look(compared=faces(0.9, 0.45))).reasons[0] is Reason.FACE_UNSURE


def test_a_cosine_below_45_is_not_the_person():
    judgement = judged(look=look(compared=faces(0.9, 0.4499)))
    assert (judgement.outcome, judgement.reasons[0]) == (Outcome.STEP_UP, Reason.FACE_DIFFERS)
    assert strengths(judgement)["face"] == 1.0


def test_a_frame_turned_to_one_half_says_nothing_about_who_it_is():
    turned = faces(0.2, turn=0.5)
    assert judged(look=look(compared=faces(0.8, 0.8) + turned)).outcome is Outcome.ACCEPTED
    almost = faces(0.2, turn=0.4999)
    assert judged(look=look(compared=faces(0.8, 0.8) + almost)).reasons[0] is Reason.FACE_DIFFERS


def test_a_frame_turned_to_the_other_side_counts_alike():
    assert judged(look=look(compared=faces(0.8, 0.8) + faces(0.2, turn=-0.6))).outcome is Outcome.ACCEPTED


def test_one_frame_that_can_be_compared_is_too_few():
    assert judged(look=look(compared=faces(0.9))).reasons[0] is Reason.NO_FACE


def test_a_person_exchanged_during_the_burst_is_asked_again():
    assert judged(look=look(continuity_min=0.4999)).reasons[0] is Reason.FACE_CHANGES
    assert judged(look=look(continuity_min=0.5)).outcome is Outcome.ACCEPTED


def test_nobody_before_the_camera_is_no_face():
    judgement = judged(look=LookFacts(12, 12, no_face=12, moves_done=(False, False)))
    assert (judgement.outcome, judgement.reasons[0]) == (Outcome.STEP_UP, Reason.NO_FACE)


def test_a_colleague_who_walks_past_is_forgiven_and_one_who_stays_is_not():
    assert judged(look=look(two_faces=2)).outcome is Outcome.ACCEPTED
    assert judged(look=look(two_faces=3)).reasons[0] is Reason.TWO_FACES


def test_darkness_is_named_only_where_something_failed():
    assert judged(look=look(brightness=20.0)).outcome is Outcome.ACCEPTED
    dark = judged(look=look(brightness=31.9, compared=faces(0.5, 0.5)))
    assert Reason.TOO_DARK in dark.reasons
    assert Reason.TOO_DARK not in judged(look=look(brightness=32.0, compared=faces(0.5, 0.5))).reasons


def test_a_frame_that_cannot_be_decoded_is_asked_again_and_not_refused():
    judgement = judged(look=look(unreadable=1))
    assert (judgement.outcome, judgement.reasons[0]) == (Outcome.STEP_UP, Reason.UNREADABLE)


def test_a_burst_of_unreadable_frames_says_only_that():
    judgement = judged(look=LookFacts(12, 12, unreadable=12, moves_ok=False))
    assert judgement.reasons[0] is Reason.UNREADABLE
    assert Reason.NO_FACE not in judgement.reasons


def test_fewer_frames_than_asked_for_are_asked_again():
    assert judged(look=look(frames=11)).reasons[0] is Reason.FRAMES_MISSING


def test_without_a_photograph_the_camera_is_named():
    judgement = judged(look=None, repeats=None)
    assert (judgement.outcome, judgement.reasons[0]) == (Outcome.STEP_UP, Reason.NO_FRAMES)


def test_a_person_without_template_counts_for_now():
    judgement = judged(has_template=False, look=look(compared=(), continuity_min=None))
    assert (judgement.outcome, judgement.reasons[0]) == (Outcome.REVIEW, Reason.NO_TEMPLATE)


# The moves


def test_a_move_that_was_not_read_is_asked_again_politely():
    judgement = judged(look=look(moves_done=(True, False), moves_ok=False))
    assert (judgement.outcome, judgement.reasons[0]) == (Outcome.STEP_UP, Reason.MOVES_UNREAD)
    assert judgement.reasons[0].sentence.startswith("Gerakan wajah belum terbaca")


def test_all_moves_made_but_many_others_too_are_not_done():
    assert judged(look=look(moves_done=(True, True), moves_ok=False)).reasons[0] is Reason.MOVES_UNREAD


# Frames seen before


@pytest.mark.parametrize(
    "repeats",
    [
        RepeatFacts(looped=1),
        RepeatFacts(seen_before=1),
        RepeatFacts(stalled=4),
        RepeatFacts(look_share=0.9),
        RepeatFacts(seen_before=12, by_another=True),
    ],
    ids=["again in the burst", "bytes of another day", "a still", "a recording", "of another person"],
)
def test_a_frame_seen_before_is_asked_again(repeats):
    judgement = judged(repeats=repeats)
    assert (judgement.outcome, judgement.reasons[0]) == (Outcome.STEP_UP, Reason.REPEATED_FRAMES)


@pytest.mark.parametrize("repeats", [RepeatFacts(stalled=3), RepeatFacts(look_share=0.89)])
def test_a_stalled_camera_and_the_same_desk_every_day_are_honest(repeats):
    assert judged(repeats=repeats).outcome is Outcome.ACCEPTED


# The place (more in test_place.py)


def test_500_metres_away_is_asked_again_and_says_how_far():
    judgement = judged(place=place(fix(600)))
    assert (judgement.outcome, judgement.reasons[0]) == (Outcome.STEP_UP, Reason.OUTSIDE_SITE)
    signal = next(one for one in judgement.signals if one.kind == "place")
    assert signal.payload["outside_m"] == pytest.approx(500, abs=0.1)


def test_declared_field_duty_counts_while_the_supervisor_looks():
    judgement = judged(place=place(fix(50_000), field_duty=True))
    assert judgement.outcome is Outcome.REVIEW
    assert judgement.reasons[0] is Reason.FIELD_DUTY_DECLARED


def test_field_duty_declared_at_the_office_changes_nothing():
    assert judged(place=place(fix(), field_duty=True)).outcome is Outcome.ACCEPTED


def test_field_duty_does_not_replace_the_face():
    judgement = judged(place=place(fix(50_000), field_duty=True), look=look(compared=faces(0.3, 0.3)))
    assert judgement.outcome is Outcome.STEP_UP


def test_a_person_without_a_site_counts_for_now():
    judgement = judged(place=place(fix(), fences=()))
    assert (judgement.outcome, judgement.reasons[0]) == (Outcome.REVIEW, Reason.NO_SITE_ASSIGNED)


# Tries


def test_after_the_last_try_a_person_looks_and_it_counts():
    judgement = judged(look=look(compared=faces(0.3, 0.3)), tries_left=0)
    assert (judgement.outcome, judgement.reasons[0]) == (Outcome.REVIEW, Reason.FACE_DIFFERS)


def test_judging_never_refuses():
    worst = attempt(
        look=LookFacts(12, 12),
        repeats=RepeatFacts(9, 9, 9, 1.0, True),
        place=place(),
        device=DeviceFacts("B", True, True),
    )
    assert judge(worst, LIMITS).outcome is Outcome.STEP_UP
    assert judge(replace(worst, tries_left=0), LIMITS).outcome is Outcome.REVIEW


# Soft signals


def test_a_driven_browser_alone_blocks_nothing():
    judgement = judged(browser=replace(BROWSER, webdriver=True, camera_label="fake_device_0"))
    assert judgement.outcome is Outcome.ACCEPTED
    assert Reason.WEBDRIVER in judgement.reasons
    assert strengths(judgement)["browser"] > 0


def test_the_trait_of_a_position_program_alone_blocks_nothing():
    judgement = judged(place=place(fix(accuracy=3.0, altitude=3.0, speed=0.01, heading=1.0)))
    assert judgement.outcome is Outcome.ACCEPTED
    assert strengths(judgement)["place_hint"] == 0.9


def test_two_soft_signals_of_different_kinds_bring_a_second_look_and_count():
    judgement = judged(
        place=place(fix(accuracy=3.0, altitude=3.0, speed=0.01, heading=1.0)),
        browser=replace(BROWSER, camera_label="OBS Virtual Camera"),
    )
    assert (judgement.outcome, judgement.reasons[0]) == (Outcome.REVIEW, Reason.SECOND_LOOK)


@pytest.mark.parametrize(
    "device", [DeviceFacts("B"), DeviceFacts("B", is_synced=True), DeviceFacts("A", count_went_back=True)]
)
def test_a_weaker_key_is_noted_and_never_in_the_way(device):
    judgement = judged(device=device, browser=replace(BROWSER, webdriver=True))
    assert judgement.outcome is Outcome.ACCEPTED
    assert strengths(judgement)["device"] > 0


# Accommodations


def test_without_moves_by_arrangement_the_face_still_counts():
    still = look(moves_done=(), moves_ok=False)
    judgement = judged(accommodations=frozenset({"no_moves"}), look=still)
    assert judgement.outcome is Outcome.ACCEPTED
    assert Reason.ACCOMMODATION_NO_MOVES in judgement.reasons
    unlike = judged(accommodations=frozenset({"no_moves"}), look=replace(still, compared=faces(0.3, 0.3)))
    assert unlike.outcome is Outcome.STEP_UP


def test_without_face_by_arrangement_phone_and_place_count_and_nothing_looks_suspicious():
    judgement = judged(accommodations=frozenset({"no_face"}), look=None, repeats=None, has_template=False)
    assert judgement.outcome is Outcome.ACCEPTED
    assert Reason.ACCOMMODATION_NO_FACE in judgement.reasons
    assert set(strengths(judgement).values()) == {0.0}


def test_without_face_by_arrangement_the_place_is_still_asked_for():
    judgement = judged(accommodations=frozenset({"no_face"}), look=None, place=place(fix(600)))
    assert judgement.outcome is Outcome.STEP_UP


@pytest.mark.parametrize("lot, outcome", [(0.0999, Outcome.REVIEW), (0.1, Outcome.ACCEPTED)])
def test_one_in_ten_attempts_by_arrangement_is_looked_at(lot, outcome):
    judgement = judged(accommodations=frozenset({"no_face"}), look=None, lot=lot)
    assert judgement.outcome is outcome
    assert (Reason.SAMPLED in judgement.reasons) == (outcome is Outcome.REVIEW)


def test_nobody_else_is_drawn():
    assert judged(lot=0.0).outcome is Outcome.ACCEPTED


# The deep look


def test_at_a_step_up_a_flat_picture_is_not_accepted():
    judgement = judged(is_step_up=True, deep=FLAT, tries_left=2)
    assert (judgement.outcome, judgement.reasons[0]) == (Outcome.STEP_UP, Reason.DEEP_NOT_LIVE)
    assert judged(is_step_up=True, deep=FLAT, tries_left=0).outcome is Outcome.REVIEW


def test_at_a_step_up_a_head_is_accepted():
    judgement = judged(is_step_up=True, deep=LIVE)
    assert judgement.outcome is Outcome.ACCEPTED
    assert Reason.DEEP_LIVE in judgement.reasons


def test_at_a_step_up_a_look_that_cannot_tell_changes_nothing():
    judgement = judged(is_step_up=True, deep=UNREAD)
    assert judgement.outcome is Outcome.ACCEPTED
    assert "deep" in strengths(judgement)


def test_a_step_up_without_its_deep_look_is_an_error_and_lets_nobody_in():
    with pytest.raises(ValueError):
        judged(is_step_up=True)


def test_a_step_up_without_moves_by_arrangement_needs_no_deep_look():
    judgement = judged(is_step_up=True, accommodations=frozenset({"no_moves"}), look=look(moves_ok=False))
    assert judgement.outcome is Outcome.ACCEPTED


@pytest.mark.parametrize("deep", [LIVE, FLAT, UNREAD], ids=["live", "flat", "unread"])
def test_at_a_first_attempt_the_deep_look_changes_no_outcome(deep):
    assert judged(deep=deep).outcome is judged().outcome


@pytest.mark.parametrize(
    "deep, reason, strength",
    [(LIVE, Reason.DEEP_LIVE, 0.0), (FLAT, Reason.DEEP_NOT_LIVE, 0.8), (UNREAD, Reason.DEEP_UNREAD, 0.0)],
    ids=["live", "flat", "unread"],
)
def test_the_deep_look_joins_the_record_as_a_signal(deep, reason, strength):
    said = judge_deep(deep)
    assert (said.reason, said.signal.strength, said.signal.payload["why"]) == (reason, strength, deep.why)


@pytest.mark.parametrize("reason", [Reason.DEEP_NOT_LIVE, Reason.DEEP_UNREAD])
def test_a_deep_look_that_failed_reads_as_moves_not_yet_read(reason):
    assert reason.sentence.startswith("Gerakan wajah belum terbaca")


# Together

cosine = st.floats(-1, 1)
metres = st.floats(0, 5000)


@given(st.lists(cosine, min_size=2, max_size=4), st.integers(0, 3), st.floats(0, 2), st.integers(0, 3))
def test_a_higher_cosine_never_makes_it_worse(cosines, which, rise, tries):
    higher = list(cosines)
    which %= len(cosines)
    higher[which] = min(cosines[which] + rise, 1.0)
    before, after = (judged(look=look(compared=faces(*some)), tries_left=tries) for some in (cosines, higher))
    assert RANK[after.outcome] <= RANK[before.outcome]


@given(metres, metres, st.floats(0, 6000), st.booleans(), st.integers(0, 3))
def test_a_closer_place_never_makes_it_worse(one, other, accuracy, field_duty, tries):
    near, far = (
        judged(place=place(fix(north, accuracy=accuracy), field_duty=field_duty), tries_left=tries)
        for north in sorted((one, other))
    )
    assert RANK[near.outcome] <= RANK[far.outcome]


@given(st.integers(0, 3), cosine, metres, st.booleans(), st.booleans())
def test_the_same_facts_give_the_same_judgement(tries, likeness, north, moved, duty):
    facts = attempt(
        look=look(compared=faces(likeness, 0.8), moves_ok=moved),
        place=place(fix(north), field_duty=duty),
        tries_left=tries,
    )
    assert judge(facts, LIMITS) == judge(facts, LIMITS)


@given(cosine, metres, st.booleans(), st.sampled_from([None, FLAT]))
def test_what_is_accepted_has_face_moves_and_place(likeness, north, moved, deep):
    judgement = judged(
        look=look(compared=faces(likeness, 0.8), moves_ok=moved),
        place=place(fix(north)),
        is_step_up=deep is not None,
        deep=deep,
    )
    if judgement.outcome is Outcome.ACCEPTED:
        assert likeness >= 0.54 and moved and north <= 116.001 and deep is None


def test_the_time_never_asks_for_a_new_try():
    late = time(live=False, elapsed_ms=None, received_at=PRESS.replace(hour=3))
    assert judged(time=late).outcome is Outcome.REVIEW
