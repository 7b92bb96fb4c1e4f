"""Faces are found, measured and compared."""

from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
from skimage import data

from nyata.faces import weights
from nyata.faces.embedder import Embedding, unit
from nyata.faces.engine import Engine
from nyata.faces.fusing import fuse_prelu
from nyata.faces.images import decode
from nyata.faces.runtime import Model
from nyata.faces.template import similarity
from tests.portraits import another_person, astronaut, encode, render


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


def test_weights_of_eight_bits_hardly_move_an_embedding(engine: Engine):
    whole = Model(weights.EMBEDDER, fuse_prelu)
    for portrait in (astronaut(), another_person()):
        for yaw in (-25, 0, 25):
            face = engine.face(render(portrait, yaw, rng=np.random.default_rng(yaw + 30)))
            assert face is not None
            pair = (np.stack([face.aligned, face.aligned[:, ::-1]]).astype(np.float32) - 127.5) / 128
            assert similarity(engine.embed(face), unit(whole(pair)[0].sum(0))) > 0.998


def test_an_upright_picture_is_read_as_it_would_be_in_a_square(engine: Engine):
    upright = cv2.resize(render(astronaut(), 15, rng=np.random.default_rng(3)), (96, 128), interpolation=cv2.INTER_AREA)
    square = np.zeros((128, 128, 3), np.uint8)
    square[:, 16:112] = upright
    (one,), (other,) = engine.near.find(upright), engine.near.find(square)
    assert np.abs(one.points + (16, 0) - other.points).max() < 1.0
    assert abs(one.side - other.side) < 1.0


def test_a_face_is_the_same_in_a_picture_decoded_at_half_its_size(engine: Engine):
    data = encode(render(astronaut(), 10, rng=np.random.default_rng(4)))
    face = engine.face(decode(data))
    half = decode(data, reduce=2)
    (found,) = engine.near.find(half)
    same = engine.measure(half, found.larger(2), reduce=2)
    assert face is not None and same is not None
    assert np.abs(same.five - face.five).max() < 3.0
    assert abs(same.a - face.a) < 0.03
    assert similarity(engine.embed(same), engine.embed(face)) > 0.97


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
