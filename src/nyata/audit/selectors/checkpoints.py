"""Checkpoints as auditors lay them beside each other and print them: root in groups and words, who has seen them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from nyata.core.merkle import NotProven, verify_consistency
from nyata.core.notekeys import b64
from nyata.core.words import grouped, spoken
from nyata.ledger.models import Checkpoint, Cosignature
from nyata.ledger.refusals import Refused
from nyata.ledger.selectors import proofs

MOST = 60


@dataclass(frozen=True, slots=True)
class Page:
    """A checkpoint with what a page prints of it."""

    checkpoint: Checkpoint
    cosignatures: Sequence[Cosignature]

    @property
    def origin(self) -> str:
        return str(self.checkpoint.note.split("\n", 1)[0])

    @property
    def groups(self) -> str:
        """The root in base64, in groups of four."""
        return grouped(b64(bytes(self.checkpoint.root)))

    @property
    def words(self) -> tuple[str, ...]:
        """Its first eight bytes as words to be read aloud."""
        return spoken(bytes(self.checkpoint.root))


@dataclass(frozen=True, slots=True)
class Compared:
    """Two checkpoints, the smaller first. `holds`: the proof shows that the later continues the earlier."""

    earlier: Page
    later: Page
    holds: bool
    proof: tuple[str, ...]

    @property
    def grown(self) -> int:
        return self.later.checkpoint.size - self.earlier.checkpoint.size

    @property
    def apart(self) -> dt.timedelta:
        return self.later.checkpoint.made_at - self.earlier.checkpoint.made_at


def page(pk: int) -> Page:
    """One checkpoint with its cosignatures. Raises Checkpoint.DoesNotExist."""
    return _page(Checkpoint.objects.get(pk=pk))


def worth_comparing() -> list[Checkpoint]:
    """Those of an apel or asked for, the newest of each day and the last ten, the newest first; at most MOST."""
    asked = Checkpoint.objects.exclude(occasion=Checkpoint.Occasion.ROUTINE).order_by("-made_at")[:MOST]
    daily = Checkpoint.objects.order_by("-made_at__date", "-made_at").distinct("made_at__date")[:MOST]
    last = Checkpoint.objects.order_by("-made_at")[:10]
    found = {one.pk: one for one in [*asked, *daily, *last]}
    return sorted(found.values(), key=lambda one: one.made_at, reverse=True)[:MOST]


def compared(one: int, other: int) -> Compared:
    """Two checkpoints beside each other, and the proof worked out anew. Raises Checkpoint.DoesNotExist."""
    earlier, later = sorted((page(one), page(other)), key=lambda found: (found.checkpoint.size, found.checkpoint.pk))
    first, second = earlier.checkpoint, later.checkpoint
    try:
        proof = proofs.consistency(first.size, second.size)
        verify_consistency(first.size, second.size, bytes(first.root), bytes(second.root), proof)
    except (NotProven, Refused):
        return Compared(earlier, later, False, ())
    return Compared(earlier, later, True, tuple(b64(hash_) for hash_ in proof))


def _page(checkpoint: Checkpoint) -> Page:
    seen = Cosignature.objects.filter(checkpoint=checkpoint).select_related("witness").order_by("signed_at")
    return Page(checkpoint, list(seen))
