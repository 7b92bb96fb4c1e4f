"""Frames that were seen before."""

import cv2
import numpy as np

from nyata.faces.images import decode
from nyata.faces.repeats import distance, find_repeats, perceptual_hash, same_sequence
from nyata.faces.tests.conftest import TIMES, challenge
from tests.portraits import burst


def marks(frames: list[bytes]) -> list[int]:
    return [perceptual_hash(decode(data, reduce=4)) for data in frames]


def again(data: bytes, quality: int, brightness: float = 1.0) -> bytes:
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    lit = np.clip(picture * brightness, 0, 255).astype(np.uint8)
    return cv2.imencode(".jpg", lit, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()


def test_an_earlier_burst_sent_again_in_another_encoding_is_recognised():
    frames = burst(challenge("left", "right"), TIMES, seed=1)
    for other in ([again(f, 50) for f in frames], [again(f, 60, 1.08) for f in frames]):
        assert same_sequence(marks(frames), marks(other)) >= 0.9


def test_the_same_person_making_the_same_moves_on_another_day_is_not_a_recording():
    days = [marks(burst(challenge("left", "right"), TIMES, seed=seed)) for seed in range(4)]
    shares = [same_sequence(days[i], days[j]) for i in range(4) for j in range(i)]
    assert max(shares) < 0.9


def test_a_hash_has_64_bits_and_no_distance_to_itself():
    (mark,) = marks(burst([], TIMES[:1], seed=2))
    assert 0 <= mark < 2**64
    assert distance(mark, mark) == 0
    assert distance(mark, mark ^ 0b1011) == 3


def test_honest_frames_of_a_person_who_holds_still_never_repeat():
    frames = burst([], TIMES, seed=3)
    assert find_repeats([data.hex() for data in frames]).pairs == ()


def test_nothing_is_shared_with_nothing():
    assert same_sequence([], [1, 2]) == 0.0
    assert same_sequence([1, 2], []) == 0.0
