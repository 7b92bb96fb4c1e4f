"""The audit of the log: it continues last month's checkpoint, faults become findings, its key signs the report."""

import base64
import datetime as dt

import pytest
from django.urls import reverse

from nyata.audit.checks import log
from nyata.audit.checks.shape import Scope
from nyata.audit.models import Finding
from nyata.audit.selectors import checkpoints
from nyata.audit.selectors.reports import Read, checkpoint_note
from nyata.audit.services.signing import TITLE
from nyata.audit.tests.conftest import AT, LAST, MONTH, now
from nyata.audit.words import sentence
from nyata.core.merkle import verify_consistency
from nyata.core.notes import Note
from nyata.ledger import keys
from nyata.ledger.kinds import Kind
from nyata.ledger.models import Checkpoint, Opening
from nyata.ledger.selectors.log import published_keys
from nyata.ledger.services import append_many
from nyata.ledger.services.checkpoints import make
from nyata.ledger.services.sequencing import sequence
from nyata.ledger.tests.administrator import unseen

HOUR = dt.timedelta(hours=1)


def grow(at, count=20) -> Checkpoint:
    append_many(Kind.SITE, [{"site": number} for number in range(count)], at=at)
    while sequence():
        pass
    return make(at=at)


@pytest.fixture
def first(cast, office):
    """A checkpoint of the evening before; rows of the cast are under it."""
    return grow(now())


@pytest.fixture
def today(first) -> Scope:
    return Scope(MONTH, LAST, now() + HOUR, now)


def test_a_log_that_is_whole_is_told_with_size_root_and_checkpoint(today, first):
    result = log.run(today)
    assert [one.code for one in result.found] == ["log_without_witness"]
    assert result.figures["log_faults"] == 0 and result.figures["checkpoint"] == first.note
    assert result.figures["log_size"] == first.size and result.figures["log_root"] == bytes(first.root).hex()


def test_an_entry_that_was_changed_is_a_grave_finding_that_names_it(today, first):
    victim = Opening.objects.filter(kind=Kind.SITE).earliest("pk")
    unseen("UPDATE ledger_opening SET content = 'x' WHERE leaf_id = %s", [victim.pk])
    found = [one for one in log.run(today).found if one.code == "log_fault"]
    assert found and found[0].weight == "grave" and f"leaf {victim.pk}" in found[0].facts["place"]
    assert "isinya diubah" in sentence("log_fault", found[0].facts)


def test_the_next_report_proves_that_the_log_continues_the_checkpoint_of_the_last(first, audited):
    before = audited(at=now() + HOUR)
    assert checkpoint_note(before) == first.note
    later = grow(now() + 2 * HOUR)
    report = audited(at=now() + 3 * HOUR, month=dt.date(2026, 10, 1))
    check = Read(report).checks[0]
    assert check["name"] == "log" and check["figures"]["continues"] is True
    (row,) = check["lists"]["continuity"]
    proof = [bytes.fromhex(one) for one in row["proof"].split()]
    verify_consistency(first.size, later.size, bytes(first.root), bytes(later.root), proof)


def test_a_log_that_was_written_anew_is_found_by_the_checkpoint_that_the_last_report_kept(first, audited):
    """All of it rewritten and signed again with the real key: only what was kept outside tells."""
    audited(at=now() + HOUR)
    unseen("TRUNCATE ledger_position, ledger_tile, ledger_checkpoint CASCADE")
    unseen("INSERT INTO ledger_waiting SELECT id FROM ledger_leaf ORDER BY id DESC ON CONFLICT DO NOTHING")
    unseen("DELETE FROM ledger_waiting WHERE leaf_id = (SELECT min(leaf_id) FROM ledger_waiting)")
    while sequence():
        pass
    make(at=now() + 2 * HOUR)
    report = audited(at=now() + 3 * HOUR, month=dt.date(2026, 10, 1))
    faults = {one["what"] for one in Read(report).checks[0]["lists"]["log_faults"]}
    assert "another_than_seen" in faults
    assert Finding.objects.filter(code="log_fault", weight="grave").exists()


def test_a_report_is_signed_by_the_logs_key_over_its_digest(first, audited):
    report = audited(at=now() + HOUR)
    note = Note.parse(report.note)
    assert [one.key for one in note.verified(published_keys())] == [keys.signer().verifier]
    assert note.text.split("\n")[:4] == [TITLE, "2026-09", "1", report.sha256]


def test_two_checkpoints_stand_side_by_side_with_their_proof(first, cast, browser, clock):
    later = grow(now() + HOUR, 5)
    clock(AT)
    page = browser(cast.auditor).get(reverse("audit:compare"), {"dari": first.pk, "sampai": later.pk})
    assert f"{later.size - first.size} catatan ditambahkan" in page.content.decode()
    same = checkpoints.compared(later.pk, first.pk)
    assert same.holds and same.earlier.checkpoint == first and same.proof
    assert browser(cast.auditor).get(reverse("audit:compare"), {"dari": 10**9}).status_code == 404
    assert browser(cast.servant).get(reverse("audit:compare")).status_code == 403


def test_a_checkpoint_that_the_log_does_not_continue_is_told(first, cast, browser, clock):
    later = grow(now() + HOUR, 5)
    unseen("UPDATE ledger_checkpoint SET root = sha256('x') WHERE id = %s", [first.pk])
    clock(AT)
    page = browser(cast.auditor).get(reverse("audit:compare"), {"dari": first.pk, "sampai": later.pk})
    assert "tidak terbukti melanjutkan" in page.content.decode()


def test_the_page_for_the_apel_says_origin_size_root_words_and_shows_the_signed_note(first, cast, browser, clock):
    clock(AT)
    page = browser(cast.executive).get(reverse("audit:apel_page", args=[first.pk])).content.decode()
    shown = checkpoints.page(first.pk)
    root = base64.b64encode(bytes(first.root)).decode()
    assert shown.groups.replace(" ", "") == root and len(shown.words) == 8
    assert all(word in page for word in shown.words) and str(first.size) in page and keys.signer().name in page
    code = browser(cast.executive).get(reverse("audit:apel_code", args=[first.pk]))
    assert code["Content-Type"] == "image/svg+xml" and code.content.startswith(b"<?xml")
    assert browser(cast.executive).get(reverse("audit:apel_page", args=[10**6])).status_code == 404
    assert browser(cast.servant).get(reverse("audit:apel_page", args=[first.pk])).status_code == 403
