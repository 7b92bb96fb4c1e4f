"""The first look at a burst."""

import itertools
import json

import numpy as np
import pytest

from nyata.faces.burst import quick_look
from nyata.faces.embedder import Embedding
from nyata.faces.tests.conftest import TIMES, asked, challenge
from tests.portraits import another_person, astronaut, burst, encode, render


@pytest.mark.parametrize("moves", list(itertools.permutations(["left", "right", "closer"])))
def test_whoever_does_what_is_asked_is_seen_to(moves: tuple[str, ...], enrolled: Embedding):
    todo = challenge(*moves)
    look = quick_look(burst(todo, TIMES, seed=3), TIMES, asked(todo), enrolled)
    assert look.moves_seen == moves
    assert look.moves_ok
    assert look.identity_min is not None and look.identity_min > 0.7
    assert look.continuity_min is not None and look.continuity_min > 0.6
    assert not look.no_face and not look.two_faces and not look.unreadable and not look.looped


@pytest.mark.parametrize("fps", [2.0, 2.5, 3.0])
def test_the_moves_are_seen_at_any_pace_of_frames(fps: float, enrolled: Embedding):
    todo = challenge("right", "left")
    times = np.arange(0, 4500, 1000 / fps).tolist()
    look = quick_look(burst(todo, times, seed=4), times, asked(todo), enrolled)
    assert look.moves_ok


def test_other_moves_than_those_asked_are_not_enough(enrolled: Embedding):
    made, wanted = challenge("left", "closer"), challenge("right", "closer")
    look = quick_look(burst(made, TIMES, seed=5), TIMES, asked(wanted), enrolled)
    assert look.moves_done == (False, True)
    assert not look.moves_ok


def test_another_person_is_not_the_one_enrolled(enrolled: Embedding):
    todo = challenge("left", "right")
    look = quick_look(burst(todo, TIMES, portrait=another_person(), seed=6), TIMES, asked(todo), enrolled)
    assert look.moves_ok
    assert look.identity_min is not None and look.identity_min < 0.45


def test_people_who_change_places_during_the_burst_break_its_continuity(enrolled: Embedding):
    todo = challenge("left", "right")
    frames = burst(todo, TIMES, seed=7)[:6] + burst(todo, TIMES, portrait=another_person(), seed=7)[6:]
    look = quick_look(frames, TIMES, asked(todo), enrolled)
    assert look.continuity_min is not None and look.continuity_min < 0.45
    assert look.identity_min is not None and look.identity_min < 0.45


def test_a_second_face_is_counted():
    frames = []
    for at in range(4):
        frame = render(astronaut(), scale=0.55, shift=(-110, 0), rng=np.random.default_rng(at))
        frame[:, 240:] = render(another_person(), scale=0.55, shift=(-110, 0), rng=np.random.default_rng(at))[:, 10:250]
        frames.append(encode(frame))
    assert quick_look(frames, TIMES[:4], []).two_faces == (0, 1, 2, 3)


def test_frames_that_are_no_pictures_are_counted_and_the_rest_is_judged(enrolled: Embedding):
    todo = challenge("left", "right")
    frames = burst(todo, TIMES, seed=8)
    frames[0] = b"\xff\xd8\xff garbage"
    frames[11] = frames[11][:4000]
    look = quick_look(frames, TIMES, asked(todo), enrolled)
    assert look.unreadable == (0, 11)
    assert look.moves_ok
    assert look.frames[0].problem == "unreadable"


def test_an_empty_room_has_nobody_in_it(enrolled: Embedding):
    wall = np.random.default_rng(0).integers(100, 130, (640, 480, 3), np.uint8)
    look = quick_look([encode(wall)] * 2, TIMES[:2], [], enrolled)
    assert look.no_face == (0, 1)
    assert look.identity_min is None
    assert not look.moves_ok


def test_a_frame_sent_twice_is_a_stall_and_one_that_comes_back_is_a_loop():
    a, b, c, d = burst([], TIMES[:4], seed=9)
    look = quick_look([a, a, b, c, a, d], TIMES[:6], [])
    assert look.stalled == ((0, 1),)
    assert look.looped == ((1, 4),)


def test_everything_found_can_be_written_as_json(enrolled: Embedding):
    look = quick_look(burst([], TIMES[:3], seed=1), TIMES[:3], [], enrolled)
    assert json.loads(json.dumps(look.as_json()))["frontal"] == look.frontal


def test_frames_and_times_belong_together():
    with pytest.raises(ValueError, match="as many times"):
        quick_look([b""], [], [])
