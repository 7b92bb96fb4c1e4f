"""The deep look: a head that turns, and what only looks like one."""

import json

import numpy as np
import pytest

from nyata.faces.deep import Why, deep_look
from nyata.faces.embedder import Embedding
from nyata.faces.flow import DeepLimits
from nyata.faces.tests.conftest import TIMES, challenge
from tests.portraits import another_person, bent_photo, burst, flat_photo


@pytest.mark.parametrize("moves", [("left",), ("right",), ("left", "right", "closer")])
def test_a_head_that_turns_is_live(moves: tuple[str, ...], enrolled: Embedding):
    look = deep_look(burst(challenge(*moves), TIMES, seed=1), TIMES, enrolled)
    assert look.live is True
    assert look.why == Why.HEAD_TURNED
    assert look.best is not None and look.best.qinl < 0.75 and look.best.qn > 0.04


@pytest.mark.parametrize("tilt", [30, 45, 55, 60, 65, 70])
def test_a_photograph_tilted_before_the_camera_is_not_live(tilt: float, enrolled: Embedding):
    look = deep_look(flat_photo(TIMES, tilt_degrees=tilt, seed=int(tilt)), TIMES, enrolled)
    assert look.live is not True
    assert look.why in (Why.FLAT, Why.NOT_TURNED, Why.FLOW_UNCLEAR)


@pytest.mark.parametrize("arc, tilt", [(30, 60), (60, 60), (90, 60), (90, 70), (120, 45)])
def test_a_bent_photograph_turned_before_the_camera_is_not_live(arc: float, tilt: float):
    assert deep_look(bent_photo(TIMES, arc_degrees=arc, tilt_degrees=tilt, seed=1), TIMES).live is not True


def test_a_sheet_that_is_turned_far_enough_is_called_flat_and_not_only_unclear():
    look = deep_look(bent_photo(TIMES, arc_degrees=120, tilt_degrees=45, seed=2), TIMES)
    assert look.live is False
    assert look.why == Why.FLAT


def test_a_person_who_holds_still_is_asked_again(enrolled: Embedding):
    look = deep_look(burst([], TIMES, seed=2), TIMES, enrolled)
    assert look.live is None
    assert look.why == Why.NOT_TURNED


def test_a_turn_by_another_person_is_not_the_person_enrolled(enrolled: Embedding):
    look = deep_look(burst(challenge("left"), TIMES, portrait=another_person(), seed=3), TIMES, enrolled)
    assert look.live is False
    assert look.why == Why.OTHER_PERSON


def test_both_sides_can_be_asked_for(enrolled: Embedding):
    both = DeepLimits(sides_needed=2)
    one_side = deep_look(burst(challenge("left"), TIMES, seed=4), TIMES, enrolled, both)
    two_sides = deep_look(burst(challenge("left", "right"), TIMES, seed=4), TIMES, enrolled, both)
    assert one_side.live is None
    assert two_sides.live is True


def test_frames_without_a_person_cannot_be_told(enrolled: Embedding):
    look = deep_look([b"no picture"] * 3, TIMES[:3], enrolled)
    assert look.live is None
    assert look.why == Why.NO_FACE
    assert look.yaw == (None, None, None)


def test_the_same_pixels_behind_other_bytes_are_a_repeat():
    first, second, third = burst([], TIMES[:3], seed=5)
    comment = first[:2] + b"\xff\xfe\x00\x06note" + first[2:]
    look = deep_look([first, second, comment, third], TIMES[:4])
    assert look.looped == ((0, 2),)
    assert look.repeats == ((0, 2),)


def test_everything_found_can_be_written_as_json(enrolled: Embedding):
    look = deep_look(burst(challenge("left"), TIMES, seed=6), TIMES, enrolled)
    back = json.loads(json.dumps(look.as_json()))
    assert back["live"] is True
    assert np.isclose(back["best"]["qinl"], look.best.qinl if look.best else None)
