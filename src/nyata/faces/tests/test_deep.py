"""The deep look: a head that turns, and what only looks like one."""

import json
from collections import defaultdict
from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import cv2
import numpy as np
import pytest

from nyata.faces.deep import Why, deep_look
from nyata.faces.embedder import Embedding
from nyata.faces.engine import Engine
from nyata.faces.flow import DeepLimits, crop, read_pair
from nyata.faces.tests.conftest import TIMES, challenge
from tests.portraits import Portrait, another_person, astronaut, bent_photo, burst, encode, flat_photo, nod, render


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


@pytest.mark.parametrize("seed", [1, 3, 5])
@pytest.mark.parametrize("tilt", [40, 45, 50])
@pytest.mark.parametrize("portrait", [astronaut, another_person])
def test_a_photograph_tilted_and_moved_about_is_called_flat(portrait: Callable[[], Portrait], tilt: float, seed: int):
    look = deep_look(flat_photo(TIMES, portrait=portrait(), tilt_degrees=tilt, seed=seed), TIMES)
    assert (look.live, look.why) == (False, Why.FLAT)


def head(portrait: Portrait, how: str) -> list[bytes]:
    """What honest people do who do not turn far enough."""
    rng = np.random.default_rng(7)
    if how == "nods":
        return [encode(nod(portrait, degrees, rng)) for degrees in (0, -5, 5, -10, 10, -15, 15, -20, 20, -25, 25, 30)]
    if how == "turns a little":
        return [encode(render(portrait, 1.5 * step, rng=rng)) for step in range(12)]
    if how == "comes closer":
        return [encode(render(portrait, 0, 0.75 + 0.06 * step, rng=rng)) for step in range(12)]
    return [encode(render(portrait, 0, roll_degrees=4 * step - 22, rng=rng)) for step in range(12)]


@pytest.mark.parametrize("how", ["nods", "turns a little", "comes closer", "leans"])
@pytest.mark.parametrize("portrait", [astronaut, another_person])
def test_a_head_that_hardly_turns_is_asked_again_and_never_called_flat(portrait: Callable[[], Portrait], how: str):
    look = deep_look(head(portrait(), how), TIMES)
    assert look.live is None
    assert not any(reading.is_sheet(DeepLimits()) for reading in look.readings)


@pytest.mark.shared_data
@pytest.mark.parametrize("folder", ["nuaa/real", "replay/real"])
def test_no_pair_of_frames_of_a_real_person_looks_like_a_tilted_sheet(
    folder: str, shared_attacks: Path, engine: Engine
):
    limits, people = DeepLimits(), defaultdict(list)
    for path in sorted((shared_attacks / folder).iterdir()):
        image = cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB)
        face = engine.face(image)
        if face is not None:
            people[path.name[:4] if "_" in path.name else ""].append(crop(image, face))
    pairs = [pair for crops in people.values() for pair in list(permutations(crops, 2))[::3]]
    readings = [read_pair(0, *pair, limits) for pair in pairs if abs(pair[0].face.a) < limits.neutral_max]
    assert len(readings) > 250
    assert not [one for one in readings if one.is_sheet(limits)]


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
