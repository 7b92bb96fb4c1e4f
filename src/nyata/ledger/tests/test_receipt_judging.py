"""A receipt is promised, included or contradicted, from public keys and signed words alone; all else is a clear no."""

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyata.core import receipt
from nyata.core.notekeys import Algorithm, Signer
from nyata.core.notes import Note
from nyata.core.receipt import Receipt
from nyata.core.tests import rfc9162
from nyata.ledger import signed
from nyata.ledger.full_receipt import LETTERS, FullReceipt
from nyata.ledger.keyring import Keyring
from nyata.ledger.receipt_judging import Against, Judged, judge
from nyata.ledger.receipt_words import Answer, No, Why
from nyata.ledger.refusals import Code, Refused

ORIGIN = "nyata.example/nyata"
RECEIVED = dt.datetime(2026, 11, 23, 0, 28, 41, 123_000, dt.UTC)
HOUR, MINUTE, AHEAD = dt.timedelta(hours=1), dt.timedelta(minutes=1), dt.timedelta(minutes=5)
BY = RECEIVED + HOUR
NOW = RECEIVED + 10 * HOUR
RECEIPT_KEY = b"r" * 32
LOG, FORMER, STRANGER = Signer(ORIGIN, b"l" * 32), Signer(ORIGIN, b"f" * 32), Signer(ORIGIN, b"s" * 32)
OFFICE = Signer("inspektorat.example/saksi", b"w" * 32, Algorithm.COSIGNATURE)
KEYS = Keyring(ORIGIN, (LOG.verifier, FORMER.verifier), (receipt.verifier(RECEIPT_KEY, ORIGIN),), (OFFICE.verifier,))
LEAVES = [bytes([number]) * 32 for number in range(1, 31)]
INDEX = 12
SAID = Receipt(b"d" * 32, "in", RECEIVED, RECEIVED, LEAVES[INDEX], ORIGIN, BY)
TOKEN = receipt.make(RECEIPT_KEY, SAID)


def note(size: int, made_at: dt.datetime, by: Signer = LOG, leaves: list[bytes] = LEAVES, origin: str = ORIGIN) -> Note:
    words = signed.checkpoint_of(origin, size, rfc9162.mth(leaves[:size]), made_at)
    return Note(words.text).signed(by)


def full(size: int = 20, made_at: dt.datetime = RECEIVED + MINUTE, **other: Any) -> dict[str, Any]:
    proof = tuple(rfc9162.path(INDEX, LEAVES[:size]))
    given = FullReceipt(TOKEN, ORIGIN, INDEX, size, proof, str(note(size, made_at))).as_json()
    return given | other


def judged(given: str | dict[str, Any], against: Against | None = None, at: dt.datetime = NOW) -> Judged:
    text = given if isinstance(given, str) else json.dumps(given)
    return judge(text, KEYS, at=at, ahead=AHEAD, against=against)


def why(given: str | dict[str, Any], against: Against | None = None, **more: Any) -> Why:
    return judged(given, against, **more).why


def no(given: str | dict[str, Any], against: Against | None = None, **more: Any) -> object:
    with pytest.raises(Refused) as refused:
        judged(given, against, **more)
    assert refused.value.sentence
    return refused.value.code


def consistency(first: int, second: int, leaves: list[bytes] = LEAVES) -> tuple[bytes, ...]:
    return tuple(rfc9162.proof(first, leaves[:second]))


def test_a_code_alone_is_a_promise_that_waits_until_its_time() -> None:
    found = judged(TOKEN, at=BY - dt.timedelta(milliseconds=1))
    assert (found.answer, found.why) == (Answer.PROMISED, Why.WAITING)
    assert (found.receipt, found.index, found.witnesses) == (SAID, None, ())
    assert why(TOKEN, at=BY) == Why.NO_PROOF_YET
    assert why(f"\n {TOKEN} \n", at=BY) == Why.NO_PROOF_YET


def test_a_full_receipt_is_included() -> None:
    found = judged(full())
    assert (found.answer, found.why, found.index) == (Answer.INCLUDED, Why.PROVEN, INDEX)


@pytest.mark.parametrize("size", range(INDEX + 1, len(LEAVES) + 1))
def test_it_is_included_under_a_checkpoint_of_any_later_size(size: int) -> None:
    assert why(full(size)) == Why.PROVEN


def test_known_offices_that_saw_the_checkpoint_are_named() -> None:
    cosigned = note(20, RECEIVED + MINUTE).signed(OFFICE, at=int(RECEIVED.timestamp()) + 60)
    assert judged(full(checkpoint=str(cosigned))).witnesses == (OFFICE.name,)
    stranger = Signer("lain.example/saksi", b"z" * 32, Algorithm.COSIGNATURE)
    assert judged(full(checkpoint=str(note(20, RECEIVED + MINUTE).signed(stranger, at=1)))).witnesses == ()


def test_a_checkpoint_of_a_former_key_counts() -> None:
    assert why(full(checkpoint=str(note(20, RECEIVED + MINUTE, FORMER)))) == Why.PROVEN


def test_a_path_that_leads_elsewhere_contradicts() -> None:
    assert why(full(index=INDEX + 1)) == Why.ROOT_DIFFERS
    found = full()
    found["proof"][0], found["proof"][1] = found["proof"][1], found["proof"][0]
    assert judged(found).answer == Answer.CONTRADICTED


def test_a_log_that_was_rewritten_has_no_path_to_the_old_entry() -> None:
    changed = [*LEAVES[:INDEX], b"x" * 32, *LEAVES[INDEX + 1 :]]
    assert why(full(checkpoint=str(note(20, RECEIVED + MINUTE, leaves=changed)))) == Why.ROOT_DIFFERS


def test_a_checkpoint_older_than_what_it_holds_contradicts() -> None:
    assert why(full(made_at=RECEIVED - AHEAD)) == Why.PROVEN
    assert why(full(made_at=RECEIVED - AHEAD - dt.timedelta(milliseconds=1))) == Why.TOO_EARLY


def test_the_same_checkpoint_from_elsewhere_confirms() -> None:
    assert why(full(), Against(str(note(20, RECEIVED + 2 * MINUTE)))) == Why.COMPARED


def test_two_checkpoints_of_one_size_with_different_roots_contradict() -> None:
    changed = [b"x" * 32, *LEAVES[1:]]
    assert why(full(), Against(str(note(20, RECEIVED + MINUTE, leaves=changed)))) == Why.TWO_ROOTS


@pytest.mark.parametrize("other", [14, 19, 21, 30])
def test_a_checkpoint_of_another_size_is_compared_by_its_proof(other: int) -> None:
    elsewhere = str(note(other, RECEIVED + 2 * HOUR))
    assert why(full(), Against(elsewhere)) == Why.NOT_COMPARED
    assert why(full(), Against(elsewhere, consistency(*sorted((20, other))))) == Why.COMPARED


def test_an_older_checkpoint_without_the_entry_is_no_offence() -> None:
    assert why(full(), Against(str(note(5, RECEIVED - HOUR)), consistency(5, 20))) == Why.COMPARED
    assert why(full(), Against(str(note(INDEX, BY)))) == Why.NOT_COMPARED


def test_a_checkpoint_after_the_promises_time_that_lacks_the_entry_contradicts() -> None:
    after = BY + dt.timedelta(milliseconds=1)
    assert why(full(), Against(str(note(INDEX, after)))) == Why.LATE
    assert why(full(), Against(str(note(INDEX, after)), consistency(INDEX, 20))) == Why.LATE
    assert why(full(), Against(str(note(INDEX + 1, after)))) == Why.NOT_COMPARED


def test_a_connection_that_proves_nothing_is_a_no_and_no_accusation() -> None:
    elsewhere = str(note(25, RECEIVED + 2 * HOUR))
    assert no(full(), Against(elsewhere, consistency(20, 24))) == No.CONSISTENCY_WRONG
    assert no(full(), Against(elsewhere, ())) == No.CONSISTENCY_WRONG
    assert no(full(), Against(elsewhere, (b"short",))) == No.CONSISTENCY_WRONG


def test_a_contradiction_of_its_own_is_not_covered_up_by_a_comparison() -> None:
    assert why(full(index=INDEX + 1), Against(str(note(20, RECEIVED + MINUTE)))) == Why.ROOT_DIFFERS


def test_a_changed_receipt_is_refused_alone_and_in_its_file() -> None:
    changed = TOKEN[:30] + ("A" if TOKEN[30] != "A" else "B") + TOKEN[31:]
    assert no(changed) == No.RECEIPT_TAMPERED
    assert no(full(receipt=changed)) == No.RECEIPT_TAMPERED


def test_a_receipt_of_another_log_is_refused() -> None:
    other = Receipt(b"d" * 32, "in", RECEIVED, RECEIVED, LEAVES[INDEX], "kaboki.example/nyata", BY)
    assert no(receipt.make(RECEIPT_KEY, other)) == No.RECEIPT_OTHER_LOG
    assert no(full(origin="kaboki.example/nyata")) == No.RECEIPT_OTHER_LOG


def test_a_receipt_of_another_key_is_refused() -> None:
    assert no(receipt.make(b"x" * 32, SAID)) == No.RECEIPT_WRONG_KEY


def test_a_receipt_from_the_future_is_refused() -> None:
    assert why(TOKEN, at=RECEIVED - AHEAD) == Why.WAITING
    assert no(TOKEN, at=RECEIVED - AHEAD - dt.timedelta(milliseconds=1)) == No.RECEIPT_FUTURE


def test_a_checkpoint_from_the_future_is_refused() -> None:
    assert why(full(made_at=NOW + AHEAD)) == Why.PROVEN
    late = NOW + AHEAD + dt.timedelta(milliseconds=1)
    assert no(full(made_at=late)) == No.CHECKPOINT_FUTURE
    assert no(full(), Against(str(note(20, late)))) == No.CHECKPOINT_FUTURE


@pytest.mark.parametrize("index", [-1, 20, 2**70])
def test_a_place_outside_the_tree_is_a_proof_of_a_wrong_size(index: int) -> None:
    assert no(full(index=index)) == No.PROOF_SIZE


def test_a_proof_of_a_wrong_size_is_refused() -> None:
    assert no(full() | {"size": 21}) == No.PROOF_SIZE
    assert no(full(proof=full()["proof"][:-1])) == No.PROOF_SIZE
    assert no(full(proof=[*full()["proof"], full()["proof"][0]])) == No.PROOF_SIZE
    assert no(full(proof=[])) == No.PROOF_SIZE


def test_a_checkpoint_of_a_wrong_key_another_log_or_no_time_is_refused() -> None:
    assert no(full(checkpoint=str(note(20, RECEIVED, STRANGER)))) == Code.WRONG_KEY
    named = Signer("kaboki.example/nyata", b"l" * 32)
    assert no(full(checkpoint=str(note(20, RECEIVED, named, origin=named.name)))) == Code.WRONG_KEY
    assert no(full(checkpoint=str(note(20, RECEIVED, origin="kaboki.example/nyata")))) == Code.OTHER_LOG
    text = note(20, RECEIVED).text.rpartition("time ")[0]
    assert no(full(checkpoint=str(Note(text).signed(LOG)))) == Code.NOTE_MALFORMED
    assert no(full(checkpoint="")) == Code.NOTE_MALFORMED


def test_a_changed_checkpoint_is_refused() -> None:
    changed = str(note(20, RECEIVED + MINUTE)).replace("\n20\n", "\n21\n")
    assert no(full(checkpoint=changed) | {"size": 21}) == Code.SIGNATURE_WRONG
    assert no(full(), Against(changed)) == Code.SIGNATURE_WRONG


@given(st.integers(0, 10_000))
def test_a_file_cut_off_anywhere_is_refused(cut: int) -> None:
    text = json.dumps(full())
    assert no(text[: cut % len(text)]) == No.RECEIPT_MALFORMED


VALUES = st.none() | st.booleans() | st.integers() | st.text(max_size=8)


@given(st.recursive(VALUES, lambda one: st.lists(one, max_size=4)))
def test_whatever_stands_in_a_field_there_is_a_clear_no(value: Any) -> None:
    for field in ("v", "receipt", "origin", "index", "size", "proof", "checkpoint"):
        if full()[field] != value:
            try:
                assert judged(full() | {field: value}).answer == Answer.CONTRADICTED
            except Refused as refused:
                assert refused.sentence


@pytest.mark.parametrize("text", ["", "{}", "{", "[]", "x", '{"v": 1}', "null", "{" * 10_000, "{" + "[" * 50_000])
def test_what_is_no_receipt_at_all_is_refused(text: str) -> None:
    assert no(text) == No.RECEIPT_MALFORMED


def test_a_file_too_large_is_not_even_read() -> None:
    assert no("{" + "x" * LETTERS) == No.RECEIPT_TOO_LONG
    assert no("A" * (LETTERS + 1)) == No.RECEIPT_TOO_LONG


@pytest.mark.parametrize("proof", [["AA=="], ["x"], [1], ["A" * 44] * 65])
def test_a_proof_of_no_hashes_or_too_many_is_refused(proof: list[Any]) -> None:
    assert no(full(proof=proof)) in (No.RECEIPT_MALFORMED, No.PROOF_SIZE)


def test_a_file_of_a_later_form_is_refused() -> None:
    assert no(full(v=2)) == No.RECEIPT_MALFORMED
    assert no(full(v=True)) == No.RECEIPT_MALFORMED


def test_keys_travel_as_a_file() -> None:
    assert Keyring.parse(json.dumps(KEYS.as_json())) == KEYS


@pytest.mark.parametrize(
    "change",
    [{"v": 2}, {"origin": 1}, {"log": []}, {"receipts": []}, {"log": "x"}, {"log": ["x"]},
     {"witnesses": [LOG.verifier.text]}, {"log": [OFFICE.verifier.text]}, {"log": [1]}, {"more": 1},
     {"log": [LOG.verifier.text] * 201}],
)  # fmt: skip
def test_a_file_of_keys_that_is_none_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        Keyring.parse(json.dumps(KEYS.as_json() | change))
    assert refused.value.code == No.KEYS_MALFORMED


@pytest.mark.parametrize("text", ["", "[]", "null", "{", "[" * 100_000])
def test_what_is_no_file_of_keys_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="keys_malformed"):
        Keyring.parse(text)


def test_a_receipt_of_the_first_version_promises_no_time_and_can_be_included() -> None:
    first = first_version(LEAVES[INDEX])
    assert why(first) == Why.NO_LIMIT
    assert why(full(receipt=first)) == Why.PROVEN
    assert why(full(receipt=first), Against(str(note(INDEX, NOW)))) == Why.NOT_COMPARED


def first_version(leaf: bytes) -> str:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from nyata.core.encoding import b64url, canonical, iso_ms

    body = canonical(
        {"v": 1, "id": str(SAID.id), "digest": SAID.digest.hex(), "purpose": "in", "acted_at": iso_ms(RECEIVED),
         "received_at": iso_ms(RECEIVED), "leaf": leaf.hex()}
    )  # fmt: skip
    return (
        f"{b64url(body)}.{b64url(Ed25519PrivateKey.from_private_bytes(RECEIPT_KEY).sign(b'nyata-receipt-v1' + body))}"
    )
