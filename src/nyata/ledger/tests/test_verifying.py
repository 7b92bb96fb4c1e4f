"""What an administrator with every right does to the log is found, and the record is named."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.utils import timezone

from nyata.ledger import keys
from nyata.ledger.faults import What
from nyata.ledger.kinds import Kind
from nyata.ledger.models import Leaf, Opening, Position, Waiting
from nyata.ledger.selectors.verifying import Verification, verify
from nyata.ledger.services import append, append_many, leaf_hash
from nyata.ledger.services.checkpoints import make
from nyata.ledger.services.rotating import rotate
from nyata.ledger.services.sequencing import sequence
from nyata.ledger.terms import Terms
from nyata.ledger.tests.administrator import unseen
from nyata.ledger.tests.test_checkpoints import OTHER_KEY

MINUTE = dt.timedelta(minutes=1)
TERMS = Terms(promise=60 * MINUTE, every=MINUTE, ahead=5 * MINUTE)
PLACES = (3, 40, 205)

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> dt.datetime:
    return timezone.now()


@pytest.fixture
def kept(now) -> None:
    """A log of a few hundred entries under four checkpoints, three hours apart."""
    append_many(Kind.VERDICT, [{"person": number} for number in range(17)], at=now)
    for at in range(4):
        moment = now + at * 180 * MINUTE
        append_many(Kind.CHECKIN, [{"person": number} for number in range(70)], at=moment)
        sequence()
        make(at=moment + MINUTE)


def verified(now: dt.datetime, **more) -> Verification:
    return verify(at=now + 600 * MINUTE, terms=TERMS, **more)


def found(now: dt.datetime, **more) -> list[tuple[What, int | None]]:
    return [(one.what, one.index) for one in verified(now, **more).found]


def leaf_at(index: int) -> int:
    return Position.objects.get(index=index).leaf_id


def test_a_log_that_is_whole_holds(kept, now):
    result = verified(now)
    assert result.ok and result.found == ()
    said = result.as_dict()
    assert said == {"ok": True, "size": Position.objects.count(), "root": said["root"], "first_bad": None, "bad": 0}


def test_an_empty_log_holds_too(now):
    sequence()
    assert verified(now).ok


@pytest.mark.parametrize("index", PLACES)
def test_an_edited_time_is_found(kept, now, index):
    leaf = leaf_at(index)
    unseen("UPDATE ledger_leaf SET made_at = made_at - interval '90 minutes' WHERE id = %s", [leaf])
    assert found(now) == [(What.TIME_DIFFERS, index)]


@pytest.mark.parametrize("index", PLACES)
def test_an_edited_content_is_found(kept, now, index):
    unseen("UPDATE ledger_opening SET content = content || ' ' WHERE leaf_id = %s", [leaf_at(index)])
    result = verified(now)
    assert (result.bad, result.as_dict()["first_bad"]["index"]) == (1, index)
    assert result.found[0].what is What.CONTENT_CHANGED


@pytest.mark.parametrize("index", PLACES)
def test_an_edited_content_with_its_own_hash_is_found_by_the_tree(kept, now, index):
    leaf = leaf_at(index)
    content = bytes(Opening.objects.get(pk=leaf).content).replace(b"person", b"nosrep")
    unseen("UPDATE ledger_opening SET content = %s WHERE leaf_id = %s", [content, leaf])
    salt = bytes(Opening.objects.get(pk=leaf).salt)
    unseen("UPDATE ledger_leaf SET hash = %s WHERE id = %s", [leaf_hash(salt, content), leaf])
    assert found(now) == [(What.MOVED, index)]


@pytest.mark.parametrize("index", PLACES)
def test_a_deleted_content_is_found(kept, now, index):
    unseen("DELETE FROM ledger_opening WHERE leaf_id = %s", [leaf_at(index)])
    assert found(now) == [(What.CONTENT_GONE, index)]


def test_a_content_whose_erasure_is_in_the_log_with_its_ground_is_not_missed(kept, now):
    leaf = leaf_at(3)
    hashed = bytes(Leaf.objects.get(pk=leaf).hash).hex()
    append(Kind.ERASURE, {"leaves": [hashed], "ground": "UU 27/2022 Pasal 43"}, at=now + 541 * MINUTE)
    unseen("DELETE FROM ledger_opening WHERE leaf_id = %s", [leaf])
    assert verified(now).ok


@pytest.mark.parametrize("index", PLACES)
def test_a_deleted_leaf_is_found(kept, now, index):
    leaf = leaf_at(index)
    unseen("DELETE FROM ledger_opening WHERE leaf_id = %s", [leaf])
    unseen("DELETE FROM ledger_leaf WHERE id = %s", [leaf])
    assert found(now)[0] == (What.LEAF_GONE, index)


@pytest.mark.parametrize("index", PLACES)
def test_a_deleted_position_is_found(kept, now, index):
    unseen("DELETE FROM ledger_position WHERE index = %s", [index])
    assert found(now)[0] == (What.GAP, index)


@pytest.mark.parametrize("index", PLACES)
def test_two_that_were_reordered_are_found(kept, now, index):
    one, other = leaf_at(index), leaf_at(index + 1)
    unseen("DELETE FROM ledger_position WHERE index IN (%s, %s)", [index, index + 1])
    unseen("INSERT INTO ledger_position VALUES (%s, %s), (%s, %s)", [index, other, index + 1, one])
    assert found(now) == [(What.MOVED, index), (What.MOVED, index + 1)]


def test_reordering_together_with_the_tile_is_found_by_the_checkpoints_after_it(kept, now):
    one, other = leaf_at(32), leaf_at(33)
    unseen("DELETE FROM ledger_position WHERE index IN (32, 33)")
    unseen("INSERT INTO ledger_position VALUES (32, %s), (33, %s)", [other, one])
    unseen(
        "UPDATE ledger_tile SET hashes = substring(hashes FROM 33 FOR 32) || substring(hashes FOR 32)"
        " || substring(hashes FROM 65) WHERE level = 0 AND number = 2"
    )
    whats = {what for what, _ in found(now)}
    assert What.CHECKPOINT_ROOT in whats


def test_an_entry_inserted_with_a_time_in_the_past_is_found(kept, now):
    append(Kind.CHECKIN, {"person": 1}, at=now)
    sequence()
    index = Position.objects.count() - 1
    assert found(now) == [(What.BACK_DATED, index)]


def test_an_entry_within_the_promise_is_not_back_dated(kept, now):
    append(Kind.CHECKIN, {"person": 1}, at=now + (541 - 59) * MINUTE)
    sequence()
    assert verified(now).ok


def test_an_entry_of_the_future_is_found(kept, now):
    append(Kind.CHECKIN, {"person": 1}, at=now + 560 * MINUTE)
    sequence()
    make(at=now + 550 * MINUTE)
    assert [what for what, _ in found(now)] == [What.POST_DATED]


def test_a_leaf_that_is_neither_placed_nor_waiting_is_found(kept, now):
    append(Kind.CHECKIN, {"person": 1}, at=now + 541 * MINUTE)
    unseen("DELETE FROM ledger_waiting")
    assert [what for what, _ in found(now)] == [What.LOST]


def test_a_leaf_that_waits_longer_than_promised_is_found(kept, now):
    append(Kind.CHECKIN, {"person": 1}, at=now + 541 * MINUTE)
    late = dt.timedelta(minutes=1)
    assert verify(at=now + 601 * MINUTE, terms=TERMS).ok
    broken = verify(at=now + 601 * MINUTE + late, terms=TERMS)
    assert [one.what for one in broken.found] == [What.PROMISE_BROKEN]
    unseen("INSERT INTO ledger_waiting SELECT leaf_id FROM ledger_position WHERE index = 5")
    assert (What.PLACED_AND_WAITING, 5) in found(now)
    assert Waiting.objects.count() == 2


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE ledger_tile SET hashes = sha256(hashes) || substring(hashes FROM 33) WHERE level = 1",
        "UPDATE ledger_tile SET root = sha256(root) WHERE level = 1",
        "UPDATE ledger_tile SET root = sha256(root) WHERE level = 0 AND number = 2",
        "DELETE FROM ledger_tile WHERE level = 0 AND number = 2",
        "DELETE FROM ledger_tile WHERE level = 1",
        "INSERT INTO ledger_tile VALUES (0, 99, 'r', 'h')",
    ],
)
def test_a_tile_that_was_changed_is_found(kept, now, change):
    unseen(change)
    assert What.TILE_WRONG in {what for what, _ in found(now)}


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("UPDATE ledger_checkpoint SET size = size + 1 WHERE id = %s", What.CHECKPOINT_CHANGED),
        ("UPDATE ledger_checkpoint SET root = sha256(root) WHERE id = %s", What.CHECKPOINT_CHANGED),
        ("UPDATE ledger_checkpoint SET made_at = made_at - interval '1 hour' WHERE id = %s", What.CHECKPOINT_CHANGED),
        ("UPDATE ledger_checkpoint SET note = replace(note, 'nyata', 'lain') WHERE id = %s", What.CHECKPOINT_SIGNATURE),
        ("UPDATE ledger_checkpoint SET size = 0 WHERE id = %s", What.CHECKPOINT_ORDER),
        ("UPDATE ledger_checkpoint SET size = 100000 WHERE id = %s", What.CHECKPOINT_ROOT),
    ],
)
def test_a_checkpoint_that_was_changed_is_found(kept, now, change, what):
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM ledger_checkpoint")
        (last,) = cursor.fetchone()
    unseen(change, [last])
    assert what in {one.what for one in verified(now).found if one.checkpoint == last}


def test_a_log_that_was_rewritten_and_signed_anew_with_the_real_key_contradicts_a_checkpoint_kept_outside(kept, now):
    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM ledger_checkpoint ORDER BY id")
        notes = [note for (note,) in cursor.fetchall()]
    assert verified(now, outside=notes).ok
    unseen("DELETE FROM ledger_checkpoint")
    unseen("DELETE FROM ledger_tile")
    unseen("DELETE FROM ledger_position")
    victim = Opening.objects.filter(kind=Kind.CHECKIN).order_by("leaf_id").first().leaf_id
    unseen("DELETE FROM ledger_opening WHERE leaf_id = %s", [victim])
    unseen("DELETE FROM ledger_leaf WHERE id = %s", [victim])
    unseen("INSERT INTO ledger_waiting SELECT id FROM ledger_leaf")
    while sequence():
        pass
    make(at=now + 590 * MINUTE)
    assert verified(now).ok
    assert {what for what, _ in found(now, outside=notes[:1])} == {What.ANOTHER_THAN_SEEN}
    assert {what for what, _ in found(now, outside=notes[-1:])} == {What.SHORTER_THAN_SEEN}
    assert {what for what, _ in found(now, outside=["not a note"])} == {What.ANOTHER_THAN_SEEN}


def test_a_log_whose_key_changed_holds_and_a_checkpoint_by_the_old_key_after_that_does_not(kept, now, settings):
    old = settings.LOG_KEY
    settings.LOG_KEY_NEW = OTHER_KEY
    rotate(at=now + 545 * MINUTE)
    make(at=now + 550 * MINUTE)
    assert verified(now).ok
    assert keys.signer().seed
    settings.LOG_KEY_NEW = ""
    since = now + 545 * MINUTE
    unseen("DELETE FROM ledger_logkey WHERE since > %s", [since - MINUTE])
    settings.LOG_KEY = old
    with transaction.atomic():
        make(at=now + 560 * MINUTE)
    assert What.CHECKPOINT_SIGNATURE in {what for what, _ in found(now)}


def test_only_the_first_faults_are_kept_and_all_are_counted(kept, now):
    unseen("UPDATE ledger_leaf SET made_at = made_at - interval '1 second'")
    result = verified(now)
    assert result.bad == Position.objects.count()
    assert len(result.found) == 200
    first = result.as_dict()["first_bad"]
    assert (first["what"], first["index"]) == ("time_differs", 0)
    assert first["why"].endswith(".")
