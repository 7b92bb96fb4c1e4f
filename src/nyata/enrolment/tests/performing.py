"""A person with their phone at an enrolment, in software: real keys, a real face doing the moves that were asked."""

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from nyata.accounts.tests.authenticator import ORIGIN, AndroidChain, Authenticator, PageKey
from nyata.enrolment.models import Enrolment
from nyata.enrolment.services import (
    Completed,
    Started,
    Submission,
    code_of,
    complete_enrolment,
    enter_code,
    open_enrolment,
)
from nyata.people.models import Person
from tests.portraits import another_person, burst, selfies

TIMES = tuple(range(0, 4841, 440))  # 12 frames
CHAIN = AndroidChain()


@lru_cache(maxsize=4)
def some_selfies(*, other: bool = False, seed: int = 1) -> tuple[bytes, ...]:
    """Three good selfies."""
    return tuple(selfies(3, portrait=another_person() if other else None, seed=seed))


@lru_cache(maxsize=8)
def some_burst(move: str = "left", *, other: bool = False) -> tuple[bytes, ...]:
    """Twelve frames of a turn of the head ("" for none)."""
    moves = [{"move": move, "from_ms": 900.0, "to_ms": 3600.0}] if move else []
    return tuple(burst(moves, TIMES, portrait=another_person() if other else None, seed=5))


def opened(person: Person, officer: Person, at: dt.datetime, **more: Any) -> Enrolment:
    """An enrolment that the officer has opened."""
    return open_enrolment(person=person, officer=officer, card="ktp_el", at=at, **more)


def begun(person: Person, officer: Person, at: dt.datetime, **more: Any) -> Started:
    """One whose code the person has typed."""
    enrolment = opened(person, officer, at, **more)
    return enter_code(person=person, code=code_of(enrolment), page_key=None, at=at)


def submission(
    started: Started,
    *,
    passkey: Authenticator | None = None,
    page: PageKey | None = None,
    photos: Sequence[bytes] | None = None,
    frames: Sequence[bytes] | None = None,
    attestation: str = "none",
    **changed: Any,
) -> Submission:
    """What the phone would send; `changed` replaces fields of it."""
    challenge = bytes(started.enrolment.challenge or b"")
    page = page or PageKey()
    passkey = passkey or Authenticator()
    sent = {
        "registration": passkey.create(challenge, attestation=attestation, chain=CHAIN),
        "page_key": page.spki,
        "page_signature": page.sign(challenge),
        "selfies": some_selfies() if photos is None else photos,
        "frames": some_burst() if frames is None else frames,
        "times_ms": TIMES,
        "label": "Chrome di Android",
    }
    if started.enrolment.scope == Enrolment.Scope.FACE:
        sent |= {"registration": None, "page_key": b"", "page_signature": b""}
    if started.enrolment.scope == Enrolment.Scope.DEVICE:
        sent |= {"selfies": (), "frames": (), "times_ms": ()}
    return Submission(**(sent | changed))


def completed(started: Started, sent: Submission, at: dt.datetime) -> Completed:
    """Send it; the chain of these tests is believed."""
    return complete_enrolment(
        enrolment=started.enrolment, submission=sent, origin=ORIGIN, at=at, roots=[CHAIN.root_pem]
    )


def enrol(person: Person, officer: Person, at: dt.datetime, **wish: Any) -> Completed:
    """The whole way, once."""
    started = begun(person, officer, at)
    return completed(started, submission(started, **wish), at)
