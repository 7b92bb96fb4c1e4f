"""How long the log is, what it signed last, whose signatures count."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Max

from nyata.core.notekeys import Algorithm, Verifier
from nyata.ledger.models import Checkpoint, Cosignature, LogKey, Position, Witness


def size() -> int:
    """How many leaves have a position."""
    last = Position.objects.aggregate(last=Max("index"))["last"]
    return 0 if last is None else int(last) + 1


def latest_checkpoint() -> Checkpoint | None:
    """What the log signed last."""
    return Checkpoint.objects.order_by("-made_at").first()


def is_signed_for(occasion: str, since: dt.datetime) -> bool:
    """Whether a checkpoint for an occasion was made at a moment or after it."""
    return Checkpoint.objects.filter(occasion=occasion, made_at__gte=since).exists()


def key_on(at: dt.datetime) -> LogKey | None:
    """The key that signs at a moment; None before the first."""
    return LogKey.objects.filter(since__lte=at).order_by("-since").first()


def verifier(key: LogKey) -> Verifier:
    """The key in the form of notes."""
    return Verifier(key.origin, bytes(key.public))


def published_keys() -> list[Verifier]:
    """Every key the log ever signed with, oldest first."""
    return [verifier(key) for key in LogKey.objects.order_by("since")]


def witnesses() -> list[Witness]:
    """Whose cosignatures count now, by name."""
    return [one for one in _last_words(Witness.objects.order_by("since", "id")) if one.is_accepted]


def witness_key(witness: Witness) -> Verifier:
    """The witness's key in the form of notes."""
    return Verifier(witness.name, bytes(witness.public), Algorithm.COSIGNATURE)


class Witnessed(NamedTuple):
    """A witness, and its cosignature of the newest checkpoint it has seen."""

    witness: Witness
    newest: Cosignature | None


def witnessed() -> list[Witnessed]:
    """The witnesses whose cosignatures count, each with what it saw last."""
    seen = Cosignature.objects.select_related("checkpoint", "witness").order_by("signed_at", "id")
    return [Witnessed(one, seen.filter(witness__name=one.name).last()) for one in witnesses()]


def _last_words(said: Iterable[Witness]) -> list[Witness]:
    newest = {one.name: one for one in said}
    return [newest[name] for name in sorted(newest)]
