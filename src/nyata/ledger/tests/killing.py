"""A sequencer in a process of its own, killed where it stands, again and again."""

import datetime as dt
import multiprocessing
import random
import time
from dataclasses import dataclass
from typing import Any

from django.db import connection, connections, transaction

from nyata.core.growth import root_of
from nyata.ledger.kinds import Kind
from nyata.ledger.models import Leaf, Position, Waiting
from nyata.ledger.selectors import log, proofs
from nyata.ledger.services import append_many
from nyata.ledger.services.sequencing import sequence

SMALL = 23  # many transactions, none in step with the tiles


@dataclass(frozen=True)
class Story:
    """How many kills, how many of them in the middle of a batch, how many leaves were placed in the end."""

    kills: int
    in_a_batch: int
    leaves: int


def kill_at_random(times: int, draw: random.Random, at: dt.datetime) -> Story:
    """Append, start a sequencer, kill it at a random instant, `times` times; then let one finish.

    Raises AssertionError where an entry is lost, placed twice or out of order. The database is this test's own.
    """
    broken = 0
    for _ in range(times):
        _append(draw.randint(50, 400), at)
        broken += _start_and_kill(draw.uniform(0.0, 0.3))
        _must_add_up()
    while sequence():
        pass
    _must_be_whole()
    return Story(times, broken, log.size())


def _append(count: int, at: dt.datetime) -> None:
    with transaction.atomic():
        append_many(Kind.CHECKIN, [{"person": number} for number in range(count)], at=at)


def _start_and_kill(seconds: float) -> bool:
    """Whether it came in the middle of a batch: within the call, with leaves still to be placed."""
    connections.close_all()  # a connection must not be shared with the child
    context = multiprocessing.get_context("fork")
    working, inside = context.Event(), context.Value("b", 0, lock=False)
    child = context.Process(target=_work, args=(working, inside))
    child.start()
    working.wait(30)
    time.sleep(seconds)
    child.kill()
    child.join()
    return bool(inside.value) and Waiting.objects.exists()


def _work(working: Any, inside: Any) -> None:
    connection.ensure_connection()
    working.set()
    while True:
        inside.value = 1
        sequence(most=SMALL)
        inside.value = 0


def _must_add_up() -> None:
    """At any moment every leaf is either placed or waiting, and never both."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(p.index), count(w.leaf_id), count(p.index + w.leaf_id)"
            " FROM ledger_leaf l LEFT JOIN ledger_position p ON p.leaf_id = l.id"
            " LEFT JOIN ledger_waiting w ON w.leaf_id = l.id"
        )
        leaves, placed, waiting, both = cursor.fetchone()
    assert both == 0, "a leaf is placed and waits"
    assert leaves == placed + waiting, "a leaf is lost"


def _must_be_whole() -> None:
    assert not Waiting.objects.exists(), "leaves wait still"
    rows = list(Position.objects.order_by("index").values_list("index", "leaf_id", "leaf__hash"))
    assert [index for index, *_ in rows] == list(range(Leaf.objects.count())), "positions have a gap"
    assert [leaf for _, leaf, _ in rows] == sorted(leaf for _, leaf, _ in rows), "the order is not that of the leaves"
    assert proofs.root_at(log.size()) == root_of(bytes(one) for *_, one in rows), (
        "the tiles are not those of the leaves"
    )
