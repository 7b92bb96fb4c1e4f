"""Every reason why a selfie is not good enough, and that a good one is."""

import cv2
import numpy as np

from nyata.faces.enrolment import SelfieProblem, look_at_selfie
from tests.portraits import another_person, astronaut, encode, render, selfies

RNG = np.random.default_rng(0)


def problem(frame: np.ndarray) -> SelfieProblem | None:
    return look_at_selfie(encode(frame.astype(np.uint8))).problem


def test_a_good_selfie_gives_an_embedding():
    for data in selfies(3, seed=5):
        look = look_at_selfie(data)
        assert look.problem is None
        assert look.embedding is not None and look.embedding.shape == (192,)


def test_garbage_is_unreadable():
    assert look_at_selfie(b"garbage").problem is SelfieProblem.UNREADABLE
    assert look_at_selfie(selfies(1, seed=1)[0][:5000]).problem is SelfieProblem.UNREADABLE


def test_a_wall_is_no_face():
    assert problem(np.full((640, 480, 3), 130)) is SelfieProblem.NO_FACE


def test_two_people_are_two_faces():
    frame = render(astronaut(), scale=0.55, shift=(-110, 0), rng=RNG)
    frame[:, 240:] = render(another_person(), scale=0.55, shift=(-110, 0), rng=RNG)[:, 10:250]
    assert problem(frame) is SelfieProblem.TWO_FACES


def test_a_face_far_away_is_too_small():
    room = np.full((640, 480, 3), 110, np.uint8)
    room[250:410, 180:300] = cv2.resize(render(astronaut(), rng=RNG), (120, 160), interpolation=cv2.INTER_AREA)
    assert problem(room) is SelfieProblem.TOO_SMALL


def test_a_face_in_the_dark_is_too_dark_and_so_is_a_black_picture():
    assert problem(render(astronaut(), light=0.15, rng=RNG)) is SelfieProblem.TOO_DARK
    assert problem(np.zeros((640, 480, 3))) is SelfieProblem.TOO_DARK


def test_dark_skin_in_ordinary_light_is_not_too_dark():
    assert problem(render(astronaut(), light=0.35, rng=RNG)) is None


def test_a_face_in_glaring_light_is_too_bright():
    assert problem(render(astronaut(), light=2.3, rng=RNG)) is SelfieProblem.TOO_BRIGHT


def test_a_face_out_of_focus_is_blurred():
    assert problem(cv2.GaussianBlur(render(astronaut(), rng=RNG), (0, 0), 9)) is SelfieProblem.BLURRED


def test_a_face_that_looks_aside_is_turned_away():
    assert problem(render(astronaut(), 32, rng=RNG)) is SelfieProblem.TURNED_AWAY
