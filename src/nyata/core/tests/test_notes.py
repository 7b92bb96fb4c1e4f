import base64
import hashlib
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from nyata.core.notekeys import Algorithm, NoteFault, NoteRefused, Signer, Verifier
from nyata.core.notes import Note, Signed

NEUMANN = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
LOG = Signer("nyata.example/log", bytes(range(32)))
OLD_LOG = Signer("nyata.example/log", bytes(range(1, 33)))
WITNESS = Signer("inspektorat.example/saksi", bytes(range(2, 34)), Algorithm.COSIGNATURE)
TEXT = "sebuah teks\n\ndengan baris kosong\n"
NOTE = Note(TEXT).signed(LOG)
COSIGNED = NOTE.signed(WITNESS, at=1_795_000_000)


def fault_of(call, *given) -> NoteFault | None:
    try:
        call(*given)
    except NoteRefused as refused:
        return refused.fault
    return None


def verified(written: str, *known: Verifier) -> tuple[Signed, ...]:
    return Note.parse(written).verified(known)


@pytest.mark.shared_data
def test_the_published_notes_are_believed_and_the_tampered_ones_are_not(vectors: Path):
    published = json.loads((vectors / "signed_note_vectors.json").read_text())
    neumann = Verifier.parse(published["verifier_key"])
    (signed,) = verified(published["signed_note"], neumann)
    assert (signed.key, signed.at) == (neumann, None)
    assert Note.parse(published["signed_note"]).text == published["text"]
    enoch = Verifier.parse(published["enochroot_verifier_key_derived_from_zero_seed"])
    assert [one.key for one in verified(published["two_signature_note"], enoch, neumann)] == [neumann, enoch]
    for case in published["tampered"]:
        assert fault_of(verified, case["note"], neumann) in {NoteFault.SIGNATURE_WRONG, NoteFault.UNSIGNED}
    example = published["c2sp_signed_note_example"]
    assert verified(example["signed_note"], Verifier.parse(example["verifier_key"]))
    for bad in published["bad_verifier_keys"]:
        assert fault_of(Verifier.parse, bad) is NoteFault.KEY_MALFORMED


@pytest.mark.shared_data
def test_signing_the_published_text_with_the_published_key_gives_the_published_note(vectors: Path):
    published = json.loads((vectors / "signed_note_vectors.json").read_text())
    enoch = Signer("EnochRoot", bytes(32))
    assert enoch.verifier.text == published["enochroot_verifier_key_derived_from_zero_seed"]
    assert str(Note.parse(published["signed_note"]).signed(enoch)) == published["two_signature_note"]


def test_a_key_is_its_text_again():
    assert Verifier.parse(NEUMANN).text == NEUMANN
    for signer in (LOG, WITNESS):
        assert Signer.parse(signer.secret_text) == signer
        assert Verifier.parse(signer.verifier.text) == signer.verifier


def test_a_key_is_named_by_the_hash_of_its_name_its_kind_and_itself():
    public = WITNESS.verifier.public
    assert WITNESS.verifier.id == hashlib.sha256(b"inspektorat.example/saksi\n\x04" + public).digest()[:4]


def test_a_signer_does_not_show_its_secret():
    assert LOG.seed.hex() not in repr(LOG)
    assert repr(LOG) == "Signer('nyata.example/log')"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "name+c74f20a3",
        NEUMANN.replace("c74f20a3", "C74F20A3"),
        NEUMANN.replace("c74f20a3", "c74f20a4"),
        NEUMANN.replace("Peter", "Peter "),
        NEUMANN.removeprefix("PeterNeumann"),
        NEUMANN + "=",
        NEUMANN[:-1] + "é",
        "PRIVATE+KEY+" + NEUMANN,
        LOG.secret_text,
    ],
)
def test_what_is_no_key_is_refused(text: str):
    assert fault_of(Verifier.parse, text) is NoteFault.KEY_MALFORMED


@pytest.mark.parametrize("text", ["", NEUMANN, LOG.secret_text.replace("+AQ", "+BA"), LOG.secret_text[:-4]])
def test_what_is_no_secret_key_is_refused(text: str):
    assert fault_of(Signer.parse, text) is NoteFault.KEY_MALFORMED


def test_an_unknown_key_says_nothing():
    stranger = Signer("orang.example", bytes(32))
    assert [one.key for one in NOTE.signed(stranger).verified([LOG.verifier])] == [LOG.verifier]
    assert fault_of(NOTE.verified, [stranger.verifier]) is NoteFault.UNSIGNED
    assert fault_of(NOTE.verified, []) is NoteFault.UNSIGNED


def test_a_former_key_of_the_same_name_is_known_apart():
    assert fault_of(NOTE.verified, [OLD_LOG.verifier]) is NoteFault.UNSIGNED
    both = NOTE.signed(OLD_LOG).verified([LOG.verifier, OLD_LOG.verifier])
    assert [one.key for one in both] == [LOG.verifier, OLD_LOG.verifier]


def test_a_wrong_signature_of_a_known_key_refuses_the_whole_note():
    broken = str(COSIGNED).replace("sebuah", "Sebuah")
    assert fault_of(verified, broken, LOG.verifier, WITNESS.verifier) is NoteFault.SIGNATURE_WRONG
    wrong = Note("lain\n").signed(WITNESS, at=5).signatures
    mixed = Note(TEXT, (*NOTE.signatures, *wrong))
    assert fault_of(mixed.verified, [LOG.verifier, WITNESS.verifier]) is NoteFault.SIGNATURE_WRONG
    assert mixed.verified([LOG.verifier]), "of whom nothing is known, nothing is checked"


def test_a_key_that_signed_twice_counts_once():
    assert len(NOTE.signed(LOG).verified([LOG.verifier])) == 1
    assert len(NOTE.verified([LOG.verifier, LOG.verifier])) == 1


def test_a_witness_signs_the_time_with_the_text():
    said = COSIGNED.verified([LOG.verifier, WITNESS.verifier])
    assert [(one.key, one.at) for one in said] == [(LOG.verifier, None), (WITNESS.verifier, 1_795_000_000)]
    value = COSIGNED.signatures[1].value
    assert int.from_bytes(value[:8], "big") == 1_795_000_000
    message = b"cosignature/v1\ntime 1795000000\n" + TEXT.encode()
    Ed25519PublicKey.from_public_bytes(WITNESS.verifier.public).verify(value[8:], message)


@pytest.mark.parametrize("at", [bytes(8), (2**63).to_bytes(8, "big"), b""])
def test_another_time_than_the_witness_signed_is_refused(at: bytes):
    one = COSIGNED.signatures[1]
    moved = Note(TEXT, (type(one)(one.name, one.id, at + one.value[8:]),))
    assert fault_of(moved.verified, [WITNESS.verifier]) is NoteFault.SIGNATURE_WRONG


@pytest.mark.parametrize("signer, at", [(LOG, 5), (WITNESS, None), (WITNESS, -1), (WITNESS, 2**63)])
def test_only_a_witness_states_a_time_and_only_one_that_can_be(signer: Signer, at: int | None):
    with pytest.raises(ValueError, match="time"):
        signer.sign(TEXT, at)


@pytest.mark.parametrize(
    "written",
    [
        "",
        TEXT,
        "\n" + NOTE.signatures[0].line,
        str(NOTE).removesuffix("\n"),
        str(NOTE) + "\n",
        str(NOTE).replace("— ", "- "),
        str(NOTE).replace("— ", "—"),
        str(NOTE).replace("teks", "te\tks"),
        str(NOTE).replace("\n", "\r\n"),
        str(NOTE).replace("nyata.example", "nyata+example"),
        str(NOTE).replace("nyata.example/log", ""),
        str(NOTE).replace("=\n", "\n"),
        TEXT + "\n— nyata.example/log AAAAAA==\n",
        TEXT + "\n— nyata.example/log é\n",
        str(NOTE).encode() + b"\xff",
        "\ud800" + str(NOTE),
    ],
)
def test_what_is_no_note_is_refused(written):
    assert fault_of(Note.parse, written) is NoteFault.MALFORMED


def test_a_note_longer_than_any_is_not_read():
    assert fault_of(Note.parse, "a" * 100_000 + "\n" + str(NOTE)) is NoteFault.TOO_LONG
    assert fault_of(Note.parse, str(Note(TEXT, NOTE.signatures * 65))) is NoteFault.TOO_LONG
    assert Note.parse(str(Note(TEXT, NOTE.signatures * 64))).verified([LOG.verifier])


def test_two_keys_that_a_line_cannot_tell_apart_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Verifier, "id", b"same")
    assert fault_of(NOTE.verified, [LOG.verifier, OLD_LOG.verifier]) is NoteFault.KEYS_ALIKE


@given(st.text(st.characters(min_codepoint=32, codec="utf-8") | st.just("\n")))
def test_a_note_is_read_as_it_was_written(text: str):
    note = Note(text + "\n").signed(LOG).signed(WITNESS, at=7)
    assert Note.parse(str(note)) == Note.parse(str(note).encode()) == note


@given(st.integers(0, 63), st.integers(1, 255))
def test_a_changed_byte_of_a_signature_is_refused(at: int, flip: int):
    one = NOTE.signatures[0]
    value = bytearray(one.value)
    value[at] ^= flip
    line = f"— {one.name} {base64.b64encode(one.id + value).decode()}\n"
    assert fault_of(verified, f"{TEXT}\n{line}", LOG.verifier) is NoteFault.SIGNATURE_WRONG
