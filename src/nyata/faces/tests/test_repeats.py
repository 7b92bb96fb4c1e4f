"""Frames that come twice in one burst."""

from nyata.faces.repeats import find_repeats
from nyata.faces.tests.conftest import TIMES
from tests.portraits import burst


def test_honest_frames_of_a_person_who_holds_still_never_repeat():
    frames = burst([], TIMES, seed=3)
    assert find_repeats([data.hex() for data in frames]).pairs == ()


def test_equal_neighbours_stalled_and_an_earlier_frame_again_looped():
    found = find_repeats(["a", "a", "b", "a", "c"])
    assert (found.stalled, found.looped) == (((0, 1),), ((1, 3),))
