import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyata.core.checkpoint import Checkpoint, opened
from nyata.core.growth import root_of
from nyata.core.merkle import EMPTY_ROOT, leaf_hash
from nyata.core.notekeys import Algorithm, NoteFault, NoteRefused, Signer, Verifier
from nyata.core.notes import Note

ORIGIN = "nyata.example/log"
LOG, OLD_LOG = Signer(ORIGIN, bytes(range(32))), Signer(ORIGIN, bytes(range(1, 33)))
WITNESS = Signer("inspektorat.example/saksi", bytes(range(2, 34)), Algorithm.COSIGNATURE)
CHECKPOINT = Checkpoint(ORIGIN, 7, bytes(range(32)))
NOTE = Note(CHECKPOINT.text).signed(LOG).signed(WITNESS, at=9)


def fault_of(call, *given, **named) -> NoteFault | None:
    try:
        call(*given, **named)
    except NoteRefused as refused:
        return refused.fault
    return None


@pytest.mark.shared_data
def test_the_published_checkpoints_are_those_of_the_published_tree(vectors: Path):
    published = json.loads((vectors / "signed_note_vectors.json").read_text())
    leaves = json.loads((vectors / "merkle_vectors.json").read_text())["leaf_inputs_hex"]
    neumann = Verifier.parse(published["verifier_key"])
    (derived,) = (cases for name, cases in published.items() if name.startswith("derived_checkpoints"))
    for case in derived:
        root = root_of(leaf_hash(bytes.fromhex(entry)) for entry in leaves[: case["size"]])
        seen = opened(case["checkpoint"], origin="PeterNeumann", log=[neumann])
        assert seen.checkpoint == Checkpoint("PeterNeumann", case["size"], root)
        assert seen.witnesses == ()


@pytest.mark.shared_data
def test_the_published_example_is_read_and_written_the_same(vectors: Path):
    example = json.loads((vectors / "signed_note_vectors.json").read_text())["c2sp_checkpoint_example_syntax_only"]
    note = Note.parse(example)
    read = Checkpoint.parse(note.text)
    assert (read.origin, read.size) == ("example.com/behind-the-sofa", 20_852_163)
    assert read.text == note.text


def test_a_checkpoint_says_who_has_seen_it_and_when():
    seen = opened(str(NOTE), origin=ORIGIN, log=[LOG.verifier], witnesses=[WITNESS.verifier])
    assert (seen.checkpoint, seen.log) == (CHECKPOINT, LOG.verifier)
    assert [(one.key.name, one.at) for one in seen.witnesses] == [("inspektorat.example/saksi", 9)]


def test_a_checkpoint_of_a_former_key_is_still_the_logs():
    old = str(Note(CHECKPOINT.text).signed(OLD_LOG))
    assert opened(old, origin=ORIGIN, log=[LOG.verifier, OLD_LOG.verifier]).log == OLD_LOG.verifier
    assert fault_of(opened, old, origin=ORIGIN, log=[LOG.verifier]) is NoteFault.UNSIGNED


def test_witnesses_alone_do_not_speak_for_the_log():
    note = str(Note(CHECKPOINT.text).signed(WITNESS, at=9))
    fault = fault_of(opened, note, origin=ORIGIN, log=[LOG.verifier], witnesses=[WITNESS.verifier])
    assert fault is NoteFault.UNSIGNED


def test_a_checkpoint_of_another_log_is_refused():
    other = str(Note(Checkpoint("lain.example", 7, bytes(32)).text).signed(LOG))
    assert fault_of(opened, other, origin=ORIGIN, log=[LOG.verifier]) is NoteFault.ANOTHER_LOG


def test_a_note_that_is_no_checkpoint_is_refused_though_the_log_signed_it():
    fault = fault_of(opened, str(Note("apa saja\n").signed(LOG)), origin=ORIGIN, log=[LOG.verifier])
    assert fault is NoteFault.NOT_A_CHECKPOINT


def test_a_key_that_states_no_time_is_no_witness():
    with pytest.raises(ValueError, match="cosigns"):
        opened(str(NOTE), origin=ORIGIN, log=[LOG.verifier], witnesses=[LOG.verifier])


@pytest.mark.parametrize(
    "text",
    [
        "",
        CHECKPOINT.text.removesuffix("\n"),
        CHECKPOINT.text + "\n",
        CHECKPOINT.text.replace(ORIGIN, ""),
        CHECKPOINT.text.replace("\n7\n", "\n07\n"),
        CHECKPOINT.text.replace("\n7\n", "\n+7\n"),
        CHECKPOINT.text.replace("\n7\n", "\n-7\n"),
        CHECKPOINT.text.replace("\n7\n", "\n7 \n"),
        CHECKPOINT.text.replace("\n7\n", "\n٧\n"),
        CHECKPOINT.text.replace("\n7\n", "\n9223372036854775808\n"),
        CHECKPOINT.text.replace("\n7\n", "\n0\n"),
        CHECKPOINT.text.replace("=\n", "\n"),
        CHECKPOINT.text.replace("AAEC", "AA=="),
        f"{ORIGIN}\n7\nAAAA\n",
        f"{ORIGIN}\n7\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str):
    assert fault_of(Checkpoint.parse, text) is NoteFault.NOT_A_CHECKPOINT


@pytest.mark.parametrize(
    "given", [(ORIGIN, -1, bytes(32)), (ORIGIN, 7, b""), ("a\nb", 7, bytes(32)), (ORIGIN, 7, bytes(32), ("",))]
)
def test_what_cannot_be_written_is_not_made(given: tuple):
    assert fault_of(Checkpoint, *given) is NoteFault.NOT_A_CHECKPOINT


def test_a_log_without_leaves_has_the_empty_root():
    assert Checkpoint.parse(Checkpoint(ORIGIN, 0, EMPTY_ROOT).text).size == 0


LINE = st.text(st.characters(min_codepoint=32, codec="utf-8"), min_size=1)


@given(LINE, st.integers(1, 2**63 - 1), st.binary(min_size=32, max_size=32), st.lists(LINE).map(tuple))
def test_a_checkpoint_is_read_as_it_was_written(origin, size, root, extensions):
    checkpoint = Checkpoint(origin, size, root, extensions)
    assert Checkpoint.parse(checkpoint.text) == checkpoint
