"""From selfies and a burst to a template, or to the one thing that the person can mend."""

import hashlib
import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from nyata.core.policy import Policy
from nyata.enrolment.refusals import Code, Refused
from nyata.faces.deep import Why, deep_look
from nyata.faces.embedder import Embedding
from nyata.faces.enrolment import Selfie, SelfieLimits, SelfieProblem, look_at_selfie
from nyata.faces.flow import DeepLimits
from nyata.faces.images import ImageUnreadable, jpeg_size
from nyata.faces.template import make_template, same_person_all

LONGEST_SIDE, SHORTEST_SIDE = 1280, 160
PATIENCE_S = 20

# Photographs are judged in the request, so that those refused never rest anywhere, and the person who stands there
# knows at once. It takes about a second of one core: one at a time in each web process, and no more than two wait,
# so that the other threads stay free for check-ins. Whoever finds it full is asked to send again.
_turn = threading.BoundedSemaphore(1)
_places = threading.BoundedSemaphore(3)


@dataclass(frozen=True, slots=True, eq=False)
class JudgedFace:
    """`vector` (192,) of length one; `photo` the best selfie, JPEG."""

    vector: Embedding
    photo: bytes


@contextmanager
def taking_turns(patience_s: float = PATIENCE_S) -> Generator[None]:
    """Wait for one's turn at the face engine. Raises Refused(busy)."""
    if not _places.acquire(blocking=False):
        raise Refused(Code.BUSY)
    try:
        if not _turn.acquire(timeout=patience_s):
            raise Refused(Code.BUSY)
        try:
            yield
        finally:
            _turn.release()
    finally:
        _places.release()


def judge_face(
    selfies: Sequence[bytes], frames: Sequence[bytes], times_ms: Sequence[int], *, terms: Policy, moves: bool
) -> JudgedFace:
    """Make a template of JPEG selfies, after the deep look at the burst.

    `moves` False: the person has the arrangement no_moves, so only who it is is read from the burst. Raises
    Refused(selfie_* | selfies_too_few | selfies_differ | enrolment_moves_unread).
    """
    need = terms.enrolment.supervised.selfies_min
    # The same photograph three times is one photograph.
    different = list({hashlib.sha256(one).digest(): one for one in selfies}.values())
    if len(different) < need or len(frames) < 2 or len(frames) != len(times_ms):
        raise Refused(Code.SELFIES_TOO_FEW)
    for data in (*different, *frames):
        require_photograph(data)
    limits = SelfieLimits(**terms.enrolment.selfie.as_dict())
    seen = [(data, look_at_selfie(data, limits)) for data in different]
    good = [(data, one) for data, one in seen if one.problem is None]
    problem = _problem([one for _data, one in seen], enough=len(good) >= need)
    if problem is not None:
        raise Refused(Code(f"selfie_{problem}"))
    vectors = [one.embedding for _data, one in good if one.embedding is not None]
    if not same_person_all(vectors, terms.enrolment.supervised.same_person):
        raise Refused(Code.SELFIES_DIFFER)
    template = make_template(vectors)
    _look_deeply(frames, times_ms, template, terms, moves)
    photo, _best = max(good, key=lambda pair: pair[1].face.sharpness if pair[1].face else 0.0)
    return JudgedFace(template, photo)


def require_photograph(data: bytes) -> None:
    """Raise Refused(selfie_unreadable) for what is no JPEG of a camera's size, from its header alone."""
    try:
        width, height = jpeg_size(data)
    except ImageUnreadable as error:
        raise Refused(Code.SELFIE_UNREADABLE) from error
    if max(width, height) > LONGEST_SIDE or min(width, height) < SHORTEST_SIDE:
        raise Refused(Code.SELFIE_UNREADABLE)


def _problem(seen: Sequence[Selfie], *, enough: bool) -> SelfieProblem | None:
    """The problem to name: a second face always, anything else only where too few selfies are good."""
    problems = [one.problem for one in seen if one.problem is not None]
    if SelfieProblem.TWO_FACES in problems:
        return SelfieProblem.TWO_FACES
    return None if enough or not problems else problems[0]


def _look_deeply(
    frames: Sequence[bytes], times_ms: Sequence[int], template: Embedding, terms: Policy, moves: bool
) -> None:
    rules = terms.verification.deep.as_dict()
    looked = deep_look(frames, times_ms, template, DeepLimits(**rules))
    same = looked.identity_min is not None and looked.identity_min >= rules["identity_min"]
    if looked.why == Why.OTHER_PERSON or (looked.identity_min is not None and not same):
        raise Refused(Code.SELFIES_DIFFER)
    if not same or (moves and looked.live is not True):
        raise Refused(Code.ENROLMENT_MOVES_UNREAD)
