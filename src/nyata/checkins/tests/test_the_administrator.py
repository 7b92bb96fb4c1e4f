"""An administrator with every right on the database touches check-ins: each way is found, and the record is named.

Insert-only triggers, privileges and the program's own code do not hold whoever is superuser; the log does.
"""

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from nyata.checkins.models import CheckIn
from nyata.checkins.selectors import receipts
from nyata.core.notes import Note
from nyata.ledger.faults import Bad, What
from nyata.ledger.models import Checkpoint, Position, RowSet
from nyata.ledger.receipt_words import Answer, Why
from nyata.ledger.selectors import row_forms
from nyata.ledger.selectors.verifying import verify
from nyata.ledger.services.checkpoints import make
from nyata.ledger.services.sequencing import sequence
from nyata.ledger.services.witnessing import accept, receive
from nyata.ledger.terms import terms_on
from nyata.ledger.tests.administrator import triggers_off, unseen
from nyata.ledger.tests.test_witnessing import WITNESS

pytestmark = pytest.mark.django_db

LATER = dt.timedelta(minutes=1)


@pytest.fixture
def month(world) -> list[CheckIn]:
    """Four check-ins of two people, in the log under a checkpoint."""
    for person in (world.cast.servant, world.cast.supervisor):
        for purpose in ("in", "out"):
            assert world.phone_of(person).check_in(purpose).status == 201
    sign()
    assert found() == []
    return list(CheckIn.objects.order_by("id"))


def sign(later: dt.timedelta = LATER) -> Checkpoint:
    """Everything gets its place, and the log is signed."""
    while sequence():
        pass
    return make(at=timezone.now() + later)


def found(outside: Sequence[str] = ()) -> list[Bad]:
    now = timezone.now()
    return list(verify(at=now + 10 * LATER, terms=terms_on(now.date()), outside=outside).found)


def rows(outside: Sequence[str] = ()) -> list[tuple[str | None, str | None, str]]:
    """What is wrong with check-ins: table, key, and why."""
    assert all(one.what is What.ROW for one in found(outside))
    return [(one.table, one.key, one.detail) for one in found(outside)]


def test_an_edited_time_is_found_by_verify(month):
    late = month[2]
    unseen("UPDATE checkins_checkin SET acted_at = acted_at - interval '20 minutes' WHERE id = %s", [late.pk])
    assert rows() == [("checkins_checkin", str(late.pk), "isi baris berbeda dari yang dicatat")]
    [bad] = found()
    assert Position.objects.get(index=bad.index).leaf_id == entry_of(late).pk


def test_a_deleted_punch_is_found_by_verify(month):
    gone = month[1].pk
    unseen("DELETE FROM checkins_checkin WHERE id = %s", [gone])
    assert rows() == [("checkins_checkin", str(gone), "barisnya hilang, dan penghapusannya tidak tercatat")]


def test_a_punch_put_into_the_past_is_found_by_verify(month):
    """With every trigger on, as any program would: its entry is of today, and the row says another time."""
    with connection.cursor() as cursor:
        cursor.execute(COPIED, {"id": month[0].pk, "ago": dt.timedelta(days=3)})
        (put,) = cursor.fetchone()
    sign(2 * LATER)
    assert rows() == [
        ("checkins_checkin", str(put), "waktu baris lebih lama daripada titik periksa sebelum catatannya")
    ]


def test_a_punch_put_in_past_the_triggers_is_found_by_verify(month):
    with triggers_off(), connection.cursor() as cursor:
        cursor.execute(COPIED, {"id": month[0].pk, "ago": dt.timedelta(0)})
        (put,) = cursor.fetchone()
    assert rows() == [("checkins_checkin", str(put), "barisnya tidak mempunyai catatan")]


def test_two_punches_that_were_reordered_are_found_by_verify(month):
    first, second = month[0], month[2]
    for old, new in ((first.pk, -1), (second.pk, first.pk), (-1, second.pk)):
        unseen("UPDATE checkins_checkin SET id = %s WHERE id = %s", [new, old])
    assert [key for _, key, _ in rows()] == [str(first.pk), str(second.pk)]


def test_two_entries_that_were_reordered_are_found_by_verify(month):
    first, second = (Position.objects.get(leaf_id=entry_of(one).pk) for one in (month[0], month[2]))
    for leaf, index in ((-1, first.index), (first.leaf_id, second.index), (second.leaf_id, first.index)):
        unseen("UPDATE ledger_position SET leaf_id = %s WHERE index = %s", [leaf, index])
    assert found()[0].what in {What.MOVED, What.CHECKPOINT_ROOT}


def test_a_log_rewritten_and_signed_anew_with_the_real_key_is_found_by_who_kept_something_of_it(month):
    """Nothing inside the database contradicts it any more: an old checkpoint, a witness and a full receipt do."""
    accept(key=WITNESS.verifier.text, at=timezone.now())
    kept = sign(2 * LATER)
    cosigned = str(Note.parse(kept.note).signed(WITNESS, at=int(kept.made_at.timestamp())))
    receive(note=cosigned.encode(), at=timezone.now() + 3 * LATER, tolerance=LATER)
    full = {one.pk: json.dumps(receipts.full_receipt(one).as_json()) for one in month}
    assert {judged(one) for one in full.values()} == {Why.PROVEN}

    rewrite(month[2], "acted_at = acted_at - interval '20 minutes'")
    sign(5 * LATER)
    assert found() == []
    for note in (kept.note, cosigned):
        assert {one.what for one in found(outside=[note])} == {What.ANOTHER_THAN_SEEN}
    assert Why.PROVEN not in {judged(one) for one in full.values()}
    assert judged(full[month[2].pk]).answer is Answer.CONTRADICTED


def judged(full_receipt: str) -> Why:
    """What the public page says of it."""
    return receipts.judged_here(full_receipt, at=timezone.now() + 10 * LATER, ahead=10 * LATER).why


def entry_of(checkin: CheckIn) -> RowSet:
    return RowSet.objects.get(relation="checkins_checkin", keys=[str(checkin.pk)])


def rewrite(checkin: CheckIn, change: str) -> None:
    """Change the row and everything in the log that speaks of it, and take all order and signatures away."""
    [form] = [one for one, _ in row_forms.forms_now() if one.relation == "checkins_checkin"]
    leaf = entry_of(checkin).pk
    with transaction.atomic(), triggers_off(), connection.cursor() as cursor:
        row_forms.written_alike(cursor)
        steps: list[tuple[str, list[Any]]] = [
            (f"UPDATE checkins_checkin SET {change} WHERE id = %s", [checkin.pk]),  # noqa: S608
            (
                f"""UPDATE ledger_rowset s SET digests = {form.digest("r", "o.salt")}
                      FROM ledger_opening o, checkins_checkin r
                     WHERE s.leaf_id = %s AND o.leaf_id = s.leaf_id AND r.id = %s""",  # noqa: S608
                [leaf, checkin.pk],
            ),
            (
                "UPDATE ledger_opening o SET content = nyata_row_entry(substring(convert_from(o.content, 'UTF8')"
                " from 8 for 32), s.relation, s.form, s.op, s.keys, s.digests)"
                " FROM ledger_rowset s WHERE s.leaf_id = o.leaf_id AND o.leaf_id = %s",
                [leaf],
            ),
            (
                "UPDATE ledger_leaf l SET hash = sha256('\\x00'::bytea || sha256(o.salt || o.content))"
                " FROM ledger_opening o WHERE o.leaf_id = l.id AND l.id = %s",
                [leaf],
            ),
            ("DELETE FROM ledger_cosignature", []),
            ("DELETE FROM ledger_checkpoint", []),
            ("DELETE FROM ledger_tile", []),
            ("DELETE FROM ledger_position", []),
            ("INSERT INTO ledger_waiting SELECT id FROM ledger_leaf", []),
        ]
        for statement, values in steps:
            cursor.execute(statement, values)


# The check-in once more under another name, everything about it `ago` earlier.
COPIED = """
INSERT INTO checkins_checkin (public_id, digest, person_id, device_id, purpose, claimed_at, earliest_at, received_at,
                              acted_at, time_mark, payload, proof, day, receipt)
SELECT gen_random_uuid(), sha256(digest), person_id, device_id, purpose, claimed_at - %(ago)s, earliest_at - %(ago)s,
       received_at - %(ago)s, acted_at - %(ago)s, time_mark, payload, proof, (acted_at - %(ago)s)::date, receipt
  FROM checkins_checkin WHERE id = %(id)s RETURNING id
"""
