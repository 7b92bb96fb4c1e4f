"""The log itself: it continues last month's checkpoint, promises were kept, every row has its leaf and the reverse."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from nyata.audit.checks.shape import Found, Result, Scope, Weight
from nyata.audit.selectors.reports import checkpoint_note
from nyata.ledger.faults import Bad
from nyata.ledger.models import Checkpoint, Waiting
from nyata.ledger.selectors import log, proofs
from nyata.ledger.selectors.verifying import Verification, verify
from nyata.ledger.terms import terms_on

NAME = "log"
AN_OLD_WITNESS = dt.timedelta(days=31)


def run(scope: Scope) -> Result:
    """All of the log, as one moment sees it; with the checkpoint that the report before kept outside of it."""
    kept = checkpoint_note(scope.before)
    with _one_moment():
        seen = verified(scope, [kept] if kept else [])
        newest = log.latest_checkpoint()
        witnessed = log.witnessed()
        made = Checkpoint.objects.filter(made_at__gte=scope.begins, made_at__lt=scope.ends).count()
        continuity = _continuity(scope, newest)
        waiting = Waiting.objects.count()
    fresh = [one for one in witnessed if one.newest and scope.at - one.newest.signed_at <= AN_OLD_WITNESS]
    figures = {
        "log_size": seen.size, "log_root": seen.root.hex(), "log_faults": seen.bad, "log_waiting": waiting,
        "checkpoints": made, "witnesses": len(witnessed), "witnesses_fresh": len(fresh),
        "continues": bool(continuity) if kept else None, "checkpoint": newest.note if newest else None,
    }  # fmt: skip
    faults = [{"what": one.what.value, "place": _place(one), "detail": one.detail} for one in seen.found]
    return Result(
        figures, [*_told(seen), *_unseen(scope, len(fresh))], {"log_faults": faults, "continuity": continuity}
    )


def verified(scope: Scope, outside: list[str]) -> Verification:
    """The one way into the ledger's own verification."""
    return verify(at=scope.at, terms=terms_on(timezone.localdate(scope.at)), outside=outside)


@contextmanager
def _one_moment() -> Iterator[None]:
    """Everything read inside is of one moment; a caller's own transaction is left as it is."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _continuity(scope: Scope, newest: Checkpoint | None) -> list[dict[str, Any]]:
    """The proof from the checkpoint of the report before to the newest; whoever has both pages can follow it."""
    earlier = Checkpoint.objects.filter(note=checkpoint_note(scope.before)).first() if scope.before else None
    if earlier is None or newest is None or not 0 < earlier.size <= newest.size:
        return []
    proof = [one.hex() for one in proofs.consistency(earlier.size, newest.size)]
    return [
        {"from_size": earlier.size, "from_root": bytes(earlier.root).hex(), "to_size": newest.size,
         "to_root": bytes(newest.root).hex(), "proof": " ".join(proof)}
    ]  # fmt: skip


def _told(seen: Verification) -> Iterator[Found]:
    """One for each way in which the log is not as it should be, with the first place; the list names the others."""
    by_what: dict[str, list[Bad]] = {}
    for one in seen.found:
        by_what.setdefault(one.what.value, []).append(one)
    for what, those in by_what.items():
        facts = {"fault": what, "place": _place(those[0]), "count": len(those), "detail": those[0].detail}
        yield Found("log_fault", f"{what}:{_place(those[0])}"[:120], Weight.GRAVE, facts)


def _unseen(scope: Scope, fresh: int) -> Iterator[Found]:
    if not fresh:
        facts = {"days": AN_OLD_WITNESS.days}
        yield Found("log_without_witness", f"witness:{scope.first:%Y-%m}", Weight.ASK, facts)


def _place(one: Bad) -> str:
    """Where: place in the log, leaf, checkpoint, table and key, as far as known."""
    named = {"": one.index, "leaf ": one.leaf, "checkpoint ": one.checkpoint}
    places = [f"{word}{value}" for word, value in named.items() if value is not None]
    return ", ".join([*places, *([f"{one.table} {one.key or ''}".strip()] if one.table else [])]) or one.detail or "log"
