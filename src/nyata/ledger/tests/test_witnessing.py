"""Another office's cosignature counts when it is of a witness we know, over a checkpoint of ours, at a likely time."""

import datetime as dt

import pytest

from nyata.core.notekeys import Algorithm, Signer
from nyata.core.notes import Note
from nyata.ledger import keys
from nyata.ledger.kinds import Kind
from nyata.ledger.models import Cosignature, Opening, Witness
from nyata.ledger.refusals import Code
from nyata.ledger.selectors import log
from nyata.ledger.services import append_many
from nyata.ledger.services.checkpoints import make
from nyata.ledger.services.sequencing import sequence
from nyata.ledger.services.witnessing import accept, dismiss, receive
from nyata.ledger.tests.administrator import unseen
from nyata.ledger.tests.test_checkpoints import code_of

NOW = dt.datetime(2030, 1, 2, 0, 28, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
WITNESS = Signer("inspektorat.example/saksi", bytes(range(32)), Algorithm.COSIGNATURE)
STRANGER = Signer("orang.example/lain", bytes(range(1, 33)), Algorithm.COSIGNATURE)

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    """A checkpoint of a log that knows one witness."""
    append_many(Kind.CHECKIN, [{"person": number} for number in range(20)], at=NOW)
    sequence()
    accept(key=WITNESS.verifier.text, at=NOW)
    return make(at=NOW)


def cosigned(note: str, by: Signer = WITNESS, at: dt.datetime = NOW + MINUTE) -> bytes:
    return str(Note.parse(note).signed(by, at=int(at.timestamp()))).encode()


def taken(note: bytes, at: dt.datetime = NOW + 2 * MINUTE) -> Cosignature:
    return receive(note=note, at=at, tolerance=5 * MINUTE)


def test_a_cosignature_of_a_known_witness_is_kept_once(made):
    first, again = taken(cosigned(made.note)), taken(cosigned(made.note))
    assert first == again
    assert (first.checkpoint, first.signed_at) == (made, NOW + MINUTE)
    [seen] = log.witnessed()
    assert (seen.witness.name, seen.newest) == (WITNESS.name, first)
    assert Note.parse(made.note + first.line).verified([WITNESS.verifier])


def test_a_cosignature_that_cannot_count_is_refused_and_says_why(made):
    note = made.note
    ways = {
        Code.WITNESS_UNKNOWN: cosigned(note, STRANGER),
        Code.SIGNATURE_WRONG: cosigned(note).replace(b"20\n", b"21\n", 1),
        Code.NOTE_MALFORMED: cosigned(note)[:-30],
        Code.FUTURE_TIME: cosigned(note, at=NOW + 8 * MINUTE),
        Code.TIME_TOO_EARLY: cosigned(note, at=NOW - 6 * MINUTE),
    }
    wrong_size = note.replace(f"\n{made.size}\n", f"\n{made.size + 1}\n", 1)
    ways[Code.SIGNATURE_WRONG] = cosigned(wrong_size)
    for code, body in ways.items():
        assert code_of(taken, body) is code
    assert code_of(taken, cosigned(note).partition(b"\n\n")[0] + b"\n\n") is Code.NOTE_MALFORMED
    only_the_witness = str(Note(Note.parse(note).text).signed(WITNESS, at=int(NOW.timestamp()))).encode()
    assert code_of(taken, only_the_witness) is Code.WRONG_KEY
    assert not Cosignature.objects.exists()


def test_a_checkpoint_of_another_log_is_refused(made, settings):
    other = Signer("other.example/nyata", keys.signer().seed)
    text = Note.parse(made.note).text.replace(keys.signer().name, other.name)
    assert code_of(taken, cosigned(str(Note(text).signed(other)))) is Code.WRONG_KEY
    under_our_name = str(Note(text).signed(keys.signer()))
    assert code_of(taken, cosigned(under_our_name)) is Code.OTHER_LOG


def test_a_checkpoint_that_this_log_no_longer_has_is_named_though_our_key_signed_it(made):
    unseen("DELETE FROM ledger_checkpoint")
    assert code_of(taken, cosigned(made.note)) is Code.CHECKPOINT_UNKNOWN


def test_a_log_that_signed_nothing_yet_knows_no_checkpoint(made):
    unseen("DELETE FROM ledger_checkpoint")
    unseen("DELETE FROM ledger_logkey")
    assert code_of(taken, cosigned(made.note)) is Code.CHECKPOINT_UNKNOWN


def test_a_witness_that_was_dismissed_counts_no_longer_and_may_come_back_with_a_new_key(made):
    taken(cosigned(made.note))
    dismiss(name=WITNESS.name, at=NOW + MINUTE)
    assert log.witnesses() == []
    assert code_of(taken, cosigned(made.note)) is Code.WITNESS_UNKNOWN
    assert code_of(dismiss, name=WITNESS.name, at=NOW + MINUTE) is Code.WITNESS_UNKNOWN
    renewed = Signer(WITNESS.name, bytes(range(5, 37)), Algorithm.COSIGNATURE)
    accept(key=renewed.verifier.text, at=NOW + 2 * MINUTE)
    assert taken(cosigned(made.note, renewed)).witness.name == WITNESS.name
    said = [bytes(one) for one in Opening.objects.filter(kind=Kind.LOG_WITNESS).values_list("content", flat=True)]
    assert len(said) == Witness.objects.count() == 3


def test_only_a_whole_key_for_cosigning_can_be_a_witness(made):
    plain = Signer(WITNESS.name, WITNESS.seed)
    for key in ("", "inspektorat", WITNESS.verifier.text[:-4], plain.verifier.text, WITNESS.secret_text):
        assert code_of(accept, key=key, at=NOW) is Code.KEY_MALFORMED
    assert code_of(accept, key=WITNESS.verifier.text, at=NOW) is Code.WITNESS_KNOWN
