"""Two offices switch a value on; either switches it off; what is decided stays on record."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from nyata.core.policy import NoValue
from nyata.people.models import Post
from nyata.people.tests.asking import entries, says
from nyata.people.tests.factories import make_post
from nyata.rules import selectors
from nyata.rules.models import RuleDecision
from nyata.rules.refusals import Code, Refused
from nyata.rules.tests.conftest import KEY, TODAY

DAY = dt.timedelta(days=1)


def is_on(day=TODAY):
    return selectors.standing(KEY, day).value is not None


def refused(code, call, *args, **changes):
    with pytest.raises(Refused) as caught:
        call(*args, **changes)
    assert caught.value.code == code
    assert caught.value.sentence
    return caught.value.sentence


# What is in force


def test_one_office_alone_switches_nothing_on(offices):
    offices.decide("hr")
    assert selectors.is_off(KEY, TODAY)
    with pytest.raises(NoValue, match="is switched off"):
        _ = selectors.policy_on(TODAY).discipline.lateness.late_bands


def test_both_offices_switch_a_value_on_from_the_later_of_their_days(offices):
    offices.decide("hr")
    offices.decide("legal", since=TODAY + 7 * DAY)
    assert [is_on(TODAY + days * DAY) for days in (0, 6, 7, 400)] == [False, False, True, True]
    assert selectors.policy_on(TODAY + 7 * DAY).discipline.lateness.late_bands[0].code == "TL1"


@pytest.mark.parametrize("office", ["hr", "legal"])
def test_either_office_switches_it_off_and_the_days_before_stay_as_they_were(offices, office):
    offices.both()
    offices.decide(office, "off", since=TODAY + 3 * DAY)
    assert [is_on(TODAY + days * DAY) for days in (-1, 0, 2, 3)] == [False, True, True, False]


def test_what_was_switched_off_can_be_switched_on_again(offices):
    offices.both()
    offices.decide("legal", "off", since=TODAY + 3 * DAY)
    offices.decide("legal", "on", since=TODAY + 5 * DAY)
    assert [is_on(TODAY + days * DAY) for days in (2, 3, 4, 5)] == [True, False, False, True]


def test_the_hash_of_the_policy_tells_whether_a_value_was_on(offices):
    before = selectors.policy_on(TODAY).hash
    offices.both()
    assert selectors.policy_on(TODAY).hash != before


def test_a_signature_holds_only_for_the_words_that_were_signed(offices, settings, tmp_path):
    offices.both()
    assert is_on()
    copy = tmp_path / "policy"
    for file in settings.POLICY_DIR.rglob("*.yaml"):
        target = copy / file.relative_to(settings.POLICY_DIR)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(file.read_text().replace("from_minutes: 31", "from_minutes: 16"))
    settings.POLICY_DIR = copy
    selectors.forget()
    assert not is_on()
    assert {one.value for one in selectors.decisions_on_other_words()} == {f"{KEY}@2023-04-12"}


def test_a_decision_on_a_value_that_is_gone_harms_nobody(offices):
    RuleDecision.objects.create(
        value="discipline.gone.key@2026-01-01", fingerprint="0" * 64, office="hr", kind="on", since=TODAY,
        document_number="1", document_date=TODAY, decided_by=offices.five.hr, decided_at="2026-11-23T03:00:00Z",
    )  # fmt: skip
    selectors.forget()
    assert selectors.is_off(KEY, TODAY)
    assert [one.value for one in selectors.decisions_on_other_words()] == ["discipline.gone.key@2026-01-01"]


# Who may


@pytest.mark.parametrize("office", ["hr", "legal"])
@pytest.mark.parametrize("who", ["servant", "supervisor", "other_supervisor", "operator", "auditor", "executive"])
def test_nobody_else_decides(offices, office, who):
    refused(Code.NOT_OFFICE, offices.decide, office, by=getattr(offices.five, who))


def test_an_officer_speaks_for_their_own_office_only(offices):
    refused(Code.NOT_OFFICE, offices.decide, "legal", by=offices.five.hr)
    refused(Code.NOT_OFFICE, offices.decide, "hr", by=offices.legal)


def test_a_role_that_is_no_office_decides_nothing(offices):
    refused(Code.NOT_OFFICE, offices.decide, "auditor", by=offices.five.auditor)


def test_one_person_with_both_posts_is_still_one_person(offices):
    make_post(offices.legal, Post.Role.HR)
    offices.decide("legal")
    refused(Code.SAME_PERSON, offices.decide, "hr", by=offices.legal)
    offices.decide("hr")
    assert is_on()


# What it takes


@pytest.mark.parametrize("value", [
    "discipline.lateness.late_bands@2020-01-01",
    "working_time.week.norm@2023-04-12[employment=CPNS|PNS|PPPK]",
    "working_time.week.norm@2025-01-13[employment=PPPK_PW]",
])  # fmt: skip
def test_only_what_is_from_memory_or_open_is_switched(offices, value):
    refused(Code.NOT_SWITCHABLE, offices.decide, value=value)


def test_what_changed_since_it_was_read_is_read_again(offices):
    refused(Code.VALUE_CHANGED, offices.decide, fingerprint="0" * 64)


@pytest.mark.parametrize("lacking", [{"document_number": " "}, {"document_date": None}])
@pytest.mark.parametrize("kind", ["on", "off"])
def test_a_document_has_a_number_and_a_date(offices, lacking, kind):
    refused(Code.DOCUMENT_MISSING, offices.decide, "hr", kind, **lacking)


def test_a_document_of_tomorrow_is_not_signed_yet(offices):
    offices.decide("hr", document_date=TODAY)
    refused(Code.DOCUMENT_IN_FUTURE, offices.decide, "legal", document_date=TODAY + DAY)


def test_switching_off_needs_words_but_no_document(offices):
    offices.both()
    refused(Code.WORDS_MISSING, offices.decide, "hr", "off", words=" ")
    offices.decide("hr", "off", document_number="", document_date=None)
    assert not is_on()


def test_a_past_day_needs_a_reason(offices):
    past = TODAY - DAY
    refused(Code.BACKDATED, offices.decide, since=past)
    offices.both(since=past, words="Perbup berlaku sejak tanggal itu")
    assert is_on(past) and not is_on(past - DAY)


def test_a_past_day_lies_within_what_policy_allows(offices):
    early = dt.date(2026, 1, 5)
    reach = selectors.policy_on(TODAY).rules.decisions.backdating
    changes = {"words": "Perbup lama", "document_date": early}
    refused(Code.BACKDATED_TOO_FAR, offices.decide, since=TODAY - reach - DAY, **changes)
    offices.decide(since=TODAY - reach, **changes)


def test_nothing_begins_before_its_document(offices):
    day = TODAY - 5 * DAY
    refused(Code.BEFORE_DOCUMENT, offices.decide, since=day, document_date=day + DAY, words="Segera")
    offices.decide(since=day, document_date=day, words="Segera")


def test_nothing_begins_before_the_value_itself(offices):
    refused(Code.BEFORE_VALUE, offices.decide, since=dt.date(2023, 4, 11), words="Lama")


def test_nothing_begins_after_the_value_has_ended(offices, settings, tmp_path):
    (tmp_path / "discipline").mkdir()
    text = (settings.POLICY_DIR / "discipline/lateness.yaml").read_text()
    ended = text.replace("from: 2023-04-12", "from: 2023-04-12\n      until: 2026-11-30")
    (tmp_path / "discipline/lateness.yaml").write_text(ended)
    settings.POLICY_DIR = tmp_path
    refused(Code.AFTER_VALUE, offices.decide, since=dt.date(2026, 12, 1))
    offices.decide(since=dt.date(2026, 11, 30))


@pytest.mark.parametrize("office", ["hr", "legal"])
def test_nobody_says_the_same_twice(offices, office):
    refused(Code.ALREADY_SAID, offices.decide, office, "off")
    offices.decide(office)
    refused(Code.ALREADY_SAID, offices.decide, office)
    refused(Code.ALREADY_SAID, offices.decide, office, since=TODAY + DAY)


def test_a_decision_for_later_can_be_brought_forward(offices):
    offices.both(since=TODAY + 30 * DAY)
    assert not is_on()
    offices.both()
    assert is_on()


# What stays


def test_a_decision_is_in_the_ledger_with_its_document_and_the_value_as_signed(offices):
    decision = offices.decide(words="Sesuai rapat")
    (entry,) = entries("rule")
    assert says(
        entry, decision=decision.pk, value=f"{KEY}@2023-04-12", office="hr", switched="on", since=TODAY.isoformat(),
        document="Perbup 7/2026", words="Sesuai rapat", actor=offices.five.hr.pk, fingerprint=decision.fingerprint,
    )  # fmt: skip


def test_a_refusal_leaves_nothing(offices):
    refused(Code.BACKDATED, offices.decide, since=TODAY - DAY)
    assert not RuleDecision.objects.exists() and entries("rule") == []


@pytest.mark.parametrize(
    "statement",
    ["UPDATE rules_ruledecision SET kind = 'off'", "DELETE FROM rules_ruledecision", "TRUNCATE rules_ruledecision"],
)
def test_a_decision_cannot_be_changed_or_taken_away(offices, statement):
    offices.decide()
    with pytest.raises(IntegrityError, match="insert-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)


@pytest.mark.parametrize("bare", [{"kind": "on", "document_number": ""}, {"kind": "off", "words": ""}])
def test_the_database_takes_no_decision_without_its_ground(offices, bare):
    sound = {"kind": "on", "document_number": "1", "document_date": TODAY, "words": "x"}
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleDecision.objects.create(
            value="v", fingerprint="0" * 64, office="hr", since=TODAY, decided_by=offices.legal,
            decided_at="2026-11-23T03:00:00Z", **sound | bare,
        )  # fmt: skip
