"""One letter of duty for many people: recorded whole or not at all, decided at once, corrected one by one."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from nyata.leave.kinds import NATURES
from nyata.leave.models import DutyLetter, Request, Slot, Step
from nyata.leave.refusals import Code, Refused
from nyata.leave.services.asking import ask, facts
from nyata.leave.services.deciding import Decided, decide
from nyata.leave.services.files import attach
from nyata.leave.wishes import Wish
from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind as Entry
from nyata.people.models import Person

KINDS = tuple(kind for kind, nature in NATURES.items() if nature.is_duty)
MOST = 100  # people on one letter: each has a sealed copy of its file


@dataclass(frozen=True, slots=True)
class File:
    """The letter itself: its name and bytes."""

    name: str
    content: bytes


class LetterRefused(Refused):
    """Nothing was recorded. `people`: for whom it could not be, each with the refusal that says why."""

    def __init__(self, people: Sequence[tuple[Person, Refused]]) -> None:
        super().__init__(Code.LETTER_PEOPLE)
        self.people = list(people)


@transaction.atomic
def record_letter(
    *, actor: Person, people: Sequence[Person], wish: Wish, file: File | None = None, at: dt.datetime
) -> DutyLetter:
    """Record one letter for people whom the actor serves; each has a request that waits for one approval.

    All or nothing: whoever is away already, or is not the actor's to send, is named. Each person gets a copy of the
    file, sealed with their own key. Raises Refused: not_by_letter, letter_nobody; LetterRefused; what `attach` raises.
    """
    if wish.kind not in KINDS:
        raise Refused(Code.NOT_BY_LETTER)
    crowd = list({person.pk: person for person in people}.values())
    if not 1 <= len(crowd) <= MOST:
        raise Refused(Code.LETTER_NOBODY)
    letter = DutyLetter.objects.create(
        kind=wish.kind, number=wish.letter_number.strip()[:80], first=wish.first, last=max(wish.first, wish.last),
        recorded_by=actor, recorded_at=at,
    )  # fmt: skip
    problems = []
    # In the order of their keys: two letters over the same people wait for each other and do not deadlock.
    for person in sorted(crowd, key=lambda one: one.pk):
        try:
            with transaction.atomic():
                request = ask(actor=actor, person=person, wish=wish, at=at, duty_letter=letter)
        except Refused as refused:
            problems.append((person, refused))
            continue
        if file is not None and not problems:
            attach(actor=actor, request=request, name=file.name, content=file.content, at=at)
    if problems:
        raise LetterRefused(problems)
    content = {"letter": str(letter.public_id), "kind": letter.kind, "people": [one.pk for one in crowd]}
    ledger.append(Entry.LEAVE, {"act": "letter", **content, "actor": actor.pk}, at=at)
    return letter


def decide_letter(*, actor: Person, letter: DutyLetter, accept: bool, words: str = "", at: dt.datetime) -> Decided:
    """One decision on everybody of a letter whom the actor decides on; the others are named in `refused`.

    Raises Refused: words_missing, closed where nobody of it waits.
    """
    waiting = Slot.objects.filter(request__duty_letter=letter).exclude(stage=Slot.Stage.IN_FORCE)
    keys = list(waiting.values_list("pk", flat=True))
    if not keys:
        raise Refused(Code.CLOSED)
    return decide(actor=actor, requests=keys, accept=accept, words=words, at=at)


@transaction.atomic
def say_wrong(*, actor: Person, request: Request, words: str, at: dt.datetime) -> None:
    """Say that what somebody else recorded about oneself is wrong. It stands beside the request until it is settled.

    Raises Refused: not_allowed, closed, words_missing, said_already.
    """
    if actor.pk != request.person_id or request.asked_by_id == actor.pk:
        raise Refused(Code.NOT_ALLOWED)
    if not Slot.objects.select_for_update().filter(pk=request.pk).exists():
        raise Refused(Code.CLOSED)
    if not words.strip():
        raise Refused(Code.WORDS_MISSING)
    if request.steps.filter(act=Step.Act.SAID_WRONG).exists():
        raise Refused(Code.SAID_ALREADY)
    act = Step.Act.SAID_WRONG
    Step.objects.create(request=request, act=act, actor=actor, words=words.strip()[:500], at=at)
    ledger.append(Entry.LEAVE, {"act": act.value, **facts(request), "actor": actor.pk}, at=at)
