"""Who leads the regency sees when the log was signed, who else has seen it, and how long ago."""

import datetime as dt

import pytest

from nyata.boards.tests.factories import moment
from nyata.core.notekeys import Algorithm, Signer
from nyata.core.notes import Note
from nyata.ledger.services.checkpoints import make
from nyata.ledger.services.sequencing import sequence
from nyata.ledger.services.witnessing import accept, receive

WITNESS = Signer("inspektorat.example/saksi", bytes(range(32)), Algorithm.COSIGNATURE)
MINUTE = dt.timedelta(minutes=1)
SUMMARY = "/papan/ringkas/"

pytestmark = pytest.mark.django_db


def test_a_log_that_nobody_signed_or_saw_says_so(cast, page):
    words = page(cast.executive, SUMMARY).content.decode()
    assert "Buku catatan belum pernah ditandatangani." in words
    assert "Belum ada kantor lain yang menyaksikannya." in words


def test_the_newest_word_of_each_witness_stands_with_its_age(cast, page):
    now = moment(9)
    while sequence():
        pass
    accept(key=WITNESS.verifier.text, at=now - 90 * MINUTE)
    made = make(at=now - 80 * MINUTE)
    before = page(cast.executive, SUMMARY).content.decode()
    assert f"{WITNESS.name} belum pernah menyaksikan." in before
    at = now - 60 * MINUTE
    note = str(Note.parse(made.note).signed(WITNESS, at=int(at.timestamp()))).encode()
    receive(note=note, at=at, tolerance=MINUTE)
    after = page(cast.executive, SUMMARY).content.decode()
    assert f"Disaksikan {WITNESS.name} 1\xa0jam lalu." in after
    assert "/audit/titik-periksa/" in after
