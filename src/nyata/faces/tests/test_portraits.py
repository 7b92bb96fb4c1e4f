"""The rendered people of the tests are what they claim to be."""

import time
from pathlib import Path

from nyata.faces.images import jpeg_size
from nyata.faces.tests.conftest import challenge
from tests.portraits import astronaut, perform, write_mjpeg


def test_a_performance_never_repeats_a_frame_and_is_quick_to_make():
    astronaut()
    started = time.process_time()
    frames = perform(challenge("left", "right", "closer"), 6000, 15)
    assert time.process_time() - started < 6
    assert len(frames) == 90
    assert len(set(frames)) == 90
    assert {jpeg_size(frame) for frame in frames} == {(480, 640)}


def test_a_fake_camera_plays_in_real_time(tmp_path: Path):
    frames = perform([], 400, 15, seed=1)
    path = write_mjpeg(tmp_path / "camera.mjpeg", frames, fps=15)
    assert path.read_bytes() == b"".join(frame * 2 for frame in frames)
