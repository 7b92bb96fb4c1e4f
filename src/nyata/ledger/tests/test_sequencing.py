"""Every entry gets one place; whatever is killed, late or at once, nothing is lost, twice or out of order."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction

from nyata.core.growth import root_of
from nyata.core.tiles import WIDTH
from nyata.ledger.kinds import Kind
from nyata.ledger.models import Leaf, Position, Tile, Waiting
from nyata.ledger.selectors import log, proofs
from nyata.ledger.services import append, append_many
from nyata.ledger.services.sequencing import sequence

NOW = dt.datetime(2026, 11, 23, 0, 28, tzinfo=dt.UTC)


def many(count: int) -> None:
    with transaction.atomic():
        append_many(Kind.CHECKIN, [{"person": number} for number in range(count)], at=NOW)


def placed() -> list[bytes]:
    """The leaf hashes in the order of the log."""
    return [bytes(one) for one in Position.objects.order_by("index").values_list("leaf__hash", flat=True)]


def must_be_whole() -> None:
    """Positions without a gap, each leaf once, none waiting, tiles and root as a plain reading has them."""
    assert list(Position.objects.order_by("index").values_list("index", flat=True)) == list(range(Leaf.objects.count()))
    assert not Waiting.objects.exists()
    assert proofs.root_at(log.size()) == root_of(placed())
    full = sum(log.size() // WIDTH**level for level in range(1, 10))
    assert Tile.objects.count() == full


@pytest.mark.django_db
def test_what_waits_is_placed_by_the_order_of_its_leaves():
    many(700)
    assert sequence() == Leaf.objects.count()
    must_be_whole()
    leaves = list(Position.objects.order_by("index").values_list("leaf_id", flat=True))
    assert leaves == sorted(leaves)


@pytest.mark.django_db
def test_batches_of_any_size_give_the_tree_of_one_batch():
    many(600)
    for most in (1, 2, 15, 16, 17, 255, 256, 10_000):
        sequence(most=most)
    must_be_whole()
    assert sequence() == 0


@pytest.mark.django_db
def test_a_leaf_of_a_batch_that_is_rolled_back_waits_on():
    sequence()
    many(20)
    before = log.size()
    with pytest.raises(RuntimeError, match="half way"), transaction.atomic():
        sequence()
        raise RuntimeError("half way")
    assert (log.size(), Waiting.objects.count()) == (before, 20)
    sequence()
    must_be_whole()


def test_an_entry_that_commits_late_comes_after_those_that_were_placed_and_is_not_lost(own_database):
    sequence()
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            append(Kind.CHECKIN, {"person": 1}, at=NOW)
            begun.set()
            go_on.wait(10)
        connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(slow)
        begun.wait(10)
        many(5)
        assert sequence() == 5
        go_on.set()
        writing.result()
    assert sequence() == 1
    must_be_whole()
    leaves = list(Position.objects.order_by("index").values_list("leaf_id", flat=True))
    assert leaves[-1] == min(leaves[-6:])


def test_two_sequencers_at_once_place_everything_once(own_database):
    many(3000)
    total = Waiting.objects.count()

    def work() -> int:
        done = 0
        while count := sequence(most=100):
            done += count
        connections.close_all()
        return done

    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(work) for _ in range(2)]
        assert sum(one.result() for one in both) == total
    must_be_whole()


@pytest.mark.parametrize("table", ["ledger_position", "ledger_tile"])
@pytest.mark.django_db
def test_where_a_row_cannot_be_written_the_whole_batch_waits_on(table):
    sequence()
    many(40)
    before = log.size()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE 'no space left' USING ERRCODE = 'disk_full'; END $$"
        )
        cursor.execute(f"CREATE TRIGGER full_disk BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION disk_full()")
    with pytest.raises(Exception, match="no space left"), transaction.atomic():
        sequence()
    assert (log.size(), Waiting.objects.count()) == (before, 40)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER full_disk ON {table}")
    assert sequence() == 40
    must_be_whole()
