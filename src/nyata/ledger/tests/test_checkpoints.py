"""The log signs its size and root; anybody with its key can read that, also across a change of keys."""

import base64
import datetime as dt
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection

from nyata.core.merkle import verify_consistency, verify_inclusion
from nyata.ledger import keys, signed
from nyata.ledger.kinds import Kind
from nyata.ledger.models import Checkpoint, LogKey, Opening, Position
from nyata.ledger.refusals import Code, Refused
from nyata.ledger.selectors import log, proofs
from nyata.ledger.services import append_many
from nyata.ledger.services.checkpoints import due, make
from nyata.ledger.services.rotating import rotate
from nyata.ledger.services.sequencing import sequence
from nyata.ledger.tests.administrator import unseen

NOW = dt.datetime(2030, 1, 2, 0, 28, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
OTHER_KEY = base64.b64encode(bytes(range(32))).decode()

pytestmark = pytest.mark.django_db


def grow(count: int, at: dt.datetime = NOW) -> None:
    append_many(Kind.CHECKIN, [{"person": number} for number in range(count)], at=at)
    while sequence():
        pass


def code_of(call, *given, **named) -> Code | None:
    try:
        call(*given, **named)
    except Refused as refused:
        assert refused.sentence.endswith(".")
        return refused.code
    return None


def test_a_checkpoint_is_a_signed_note_by_a_reading_of_the_format_that_is_not_ours():
    grow(300)
    made = make(at=NOW)
    text, _, lines = made.note.rpartition("\n\n")
    origin, size, root, time = text.split("\n")
    assert (origin, int(size), base64.b64decode(root)) == ("localhost/nyata", log.size(), proofs.root_at(log.size()))
    assert time == "time 2030-01-02T00:28:00.000Z"
    dash, name, signature = lines.rstrip("\n").split(" ")
    assert (dash, name) == ("\u2014", origin)
    raw, public = base64.b64decode(signature), bytes(LogKey.objects.get().public)
    assert raw[:4] == hashlib.sha256(origin.encode() + b"\n\x01" + public).digest()[:4]
    Ed25519PublicKey.from_public_bytes(public).verify(raw[4:], (text + "\n").encode())


def test_the_first_checkpoint_records_the_key_in_an_entry():
    make(at=NOW)
    entry = Opening.objects.get(kind=Kind.LOG_KEY)
    assert keys.signer().verifier.text.encode() in bytes(entry.content)
    make(at=NOW + MINUTE)
    assert LogKey.objects.count() == 1


def test_proofs_from_stored_tiles_hold_by_the_plain_rules():
    grow(1)
    sizes = []
    for at, count in enumerate((1, 15, 16, 17, 255, 256, 600)):
        grow(count)
        sizes.append(make(at=NOW + at * MINUTE))
    newest = sizes[-1]
    for old in sizes:
        proof = proofs.consistency(old.size, newest.size)
        verify_consistency(old.size, newest.size, bytes(old.root), bytes(newest.root), proof)
    for index in {0, 1, 15, 16, 255, 256, newest.size - 2, newest.size - 1}:
        leaf = bytes(Position.objects.get(index=index).leaf.hash)
        found = proofs.inclusion(leaf, newest)
        verify_inclusion(leaf, found.index, found.size, found.proof, bytes(newest.root))


def test_what_cannot_be_proven_says_why():
    grow(5)
    made = make(at=NOW)
    assert code_of(proofs.inclusion, bytes(32), made) is Code.LEAF_UNKNOWN
    append_many(Kind.CHECKIN, [{"person": 1}], at=NOW)
    leaf = bytes(Opening.objects.order_by("leaf_id").last().leaf.hash)
    assert code_of(proofs.inclusion, leaf, made) is Code.NOT_PLACED
    sequence()
    assert code_of(proofs.inclusion, leaf, made) is Code.NOT_COVERED
    for first, second in ((0, 3), (4, 3), (1, log.size() + 1)):
        assert code_of(proofs.consistency, first, second) is Code.SIZE_OUTSIDE


def test_a_checkpoint_is_due_after_a_minute_in_which_something_happened():
    assert due(at=NOW, every=MINUTE)
    grow(1)
    make(at=NOW)
    sequence()
    later = NOW + MINUTE
    make(at=later)
    assert not due(at=later + MINUTE, every=MINUTE)
    grow(1)
    assert not due(at=later + MINUTE / 2, every=MINUTE)
    assert due(at=later + MINUTE, every=MINUTE)


def test_a_clock_that_went_back_signs_nothing(settings):
    grow(3)
    make(at=NOW)
    assert code_of(make, at=NOW) is Code.CLOCK_WENT_BACK
    assert code_of(make, at=NOW - MINUTE) is Code.CLOCK_WENT_BACK
    settings.LOG_KEY_NEW = OTHER_KEY
    assert code_of(rotate, at=NOW) is Code.CLOCK_WENT_BACK
    assert Checkpoint.objects.count() == 1


def test_what_contradicts_the_last_checkpoint_is_never_signed():
    grow(20)
    make(at=NOW)
    unseen("UPDATE ledger_leaf SET hash = sha256(hash) WHERE id = (SELECT max(leaf_id) FROM ledger_position)")
    assert code_of(make, at=NOW + MINUTE) is Code.LOG_CONTRADICTS


def test_a_key_that_is_not_the_logs_signs_nothing(settings):
    make(at=NOW)
    settings.LOG_KEY = OTHER_KEY
    assert code_of(make, at=NOW + MINUTE) is Code.KEY_NOT_IN_FORCE
    settings.LOG_KEY = "pendek"
    assert code_of(make, at=NOW + MINUTE) is Code.KEY_MALFORMED


def test_a_new_key_takes_over_under_a_checkpoint_that_both_sign(settings):
    grow(30)
    make(at=NOW)
    old = keys.signer().verifier
    assert code_of(rotate, at=NOW + MINUTE) is Code.NEW_KEY_MISSING
    settings.LOG_KEY_NEW = settings.LOG_KEY
    assert code_of(rotate, at=NOW + MINUTE) is Code.KEY_USED_BEFORE
    settings.LOG_KEY_NEW = OTHER_KEY
    both = rotate(at=NOW + MINUTE)
    new = keys.next_signer().verifier
    for key in (old, new):
        assert signed.opened(both.note, origin=old.name, log=[key]).checkpoint.size == log.size()
    grow(3)
    after = make(at=NOW + 2 * MINUTE)
    assert code_of(signed.opened, after.note, origin=old.name, log=[old]) is Code.WRONG_KEY
    assert signed.opened(after.note, origin=old.name, log=[new])
    settings.LOG_KEY, settings.LOG_KEY_NEW = OTHER_KEY, ""
    make(at=NOW + 3 * MINUTE)
    assert log.published_keys() == [old, new]


def test_one_who_does_not_hold_the_old_key_cannot_bring_a_new_one(settings):
    make(at=NOW)
    settings.LOG_KEY, settings.LOG_KEY_NEW = OTHER_KEY, base64.b64encode(bytes(range(1, 33))).decode()
    assert code_of(rotate, at=NOW + MINUTE) is Code.KEY_NOT_IN_FORCE
    assert LogKey.objects.count() == 1


def test_a_note_that_is_cut_short_of_another_log_or_signed_otherwise_is_not_believed():
    made = make(at=NOW)
    own = keys.signer().verifier
    ways = {
        Code.NOTE_MALFORMED: (made.note[:-20], own.name),
        Code.OTHER_LOG: (made.note, "other.example/nyata"),
        Code.SIGNATURE_WRONG: (made.note.replace("00:28:00.000Z", "00:29:00.000Z"), own.name),
        Code.WRONG_KEY: (made.note.replace(f"\u2014 {own.name}", f"\u2014 {own.name}2"), own.name),
    }
    for code, (note, origin) in ways.items():
        assert code_of(signed.opened, note, origin=origin, log=[own]) is code


def test_tables_hold_what_was_signed():
    made = make(at=NOW.replace(microsecond=123_999))
    assert made.made_at == NOW.replace(microsecond=123_000)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_checkpoint WHERE note LIKE '%%00:28:00.123Z%%'")
        assert cursor.fetchone() == (1,)
