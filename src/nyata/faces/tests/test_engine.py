"""Faces are found, measured and compared."""

from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
from skimage import data

from nyata.faces import weights
from nyata.faces.embedder import Embedding
from nyata.faces.engine import Engine
from nyata.faces.fusing import fuse_prelu
from nyata.faces.runtime import Model
from nyata.faces.template import similarity
from tests.portraits import another_person, astronaut, render


def test_the_faster_form_of_the_network_gives_the_same_numbers():
    picture = np.random.default_rng(0).uniform(-1, 1, (2, 112, 112, 3)).astype(np.float32)
    plain, fused = Model(weights.EMBEDDER)(picture)[0], Model(weights.EMBEDDER, fuse_prelu)(picture)[0]
    assert np.abs(plain - fused).max() < 1e-4


def test_a_model_without_spelled_out_operations_is_left_as_it_is():
    content = weights.load(weights.MESH)
    picture = np.random.default_rng(0).uniform(0, 1, (1, 192, 192, 3)).astype(np.float32)
    for one, other in zip(Model(weights.MESH)(picture), Model(weights.MESH, fuse_prelu)(picture), strict=True):
        assert np.array_equal(one, other)
    assert len(fuse_prelu(content)) > 0


def test_a_wall_has_no_face(engine: Engine):
    assert engine.face(np.full((640, 480, 3), 120, np.uint8)) is None


def test_a_face_is_found_small_or_filling_the_picture(engine: Engine, enrolled: Embedding):
    picture = np.asarray(data.astronaut(), np.uint8)
    whole = np.zeros((1200, 900, 3), np.uint8)
    whole[300:812, 200:712] = picture
    close = cv2.resize(picture[64:180, 172:278], None, fx=5, fy=5, interpolation=cv2.INTER_CUBIC)
    for view in (picture, whole, np.asarray(close, np.uint8)):
        face = engine.face(view)
        assert face is not None
        assert similarity(engine.embed(face), enrolled) > 0.7


def test_the_person_in_the_middle_is_meant_not_the_one_behind(engine: Engine):
    frame = render(astronaut(), rng=np.random.default_rng(1))
    behind = cv2.resize(render(another_person()), None, fx=0.35, fy=0.35)
    frame[: behind.shape[0], : behind.shape[1]] = behind
    faces = engine.faces(frame)
    assert len(faces) == 2
    assert faces[0].size > 2 * faces[1].size


def test_two_people_are_told_apart_and_one_is_recognised(engine: Engine, enrolled: Embedding):
    her, other = engine.face(render(astronaut(), 8)), engine.face(render(another_person(), 8))
    assert her is not None and other is not None
    assert similarity(engine.embed(her), enrolled) > 0.9
    assert similarity(engine.embed(other), enrolled) < 0.45


def test_threads_may_share_the_engine(engine: Engine):
    frames = [render(astronaut(), yaw, rng=np.random.default_rng(yaw)) for yaw in range(6)]

    def vector(frame: np.ndarray) -> np.ndarray:
        face = engine.face(frame)
        assert face is not None
        return engine.embed(face)

    alone = [vector(frame) for frame in frames]
    with ThreadPoolExecutor(3) as pool:
        together = list(pool.map(vector, frames))
    assert all(np.array_equal(one, other) for one, other in zip(alone, together, strict=True))


def test_turning_to_ones_own_left_makes_a_grow(engine: Engine):
    turns = [engine.face(render(astronaut(), yaw, rng=np.random.default_rng(2))) for yaw in (-25, 0, 25)]
    right, ahead, left = (face.a for face in turns if face is not None)
    assert left - ahead > 0.15
    assert ahead - right > 0.15
