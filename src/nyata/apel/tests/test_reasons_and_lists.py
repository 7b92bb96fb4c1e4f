"""Reasons, who answers them, and lists that are closed, kept and followed by versions."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from nyata.apel.kinds import State, Why
from nyata.apel.models import Reason, RollLine, Sealing
from nyata.apel.refusals import Code, Refused
from nyata.apel.selectors import missed
from nyata.apel.selectors.lines import lines_of, sealed_lines, sums_of
from nyata.apel.selectors.reach import reasons_waiting
from nyata.apel.selectors.recap import by_opd, by_person
from nyata.apel.services import reasons, sealing
from nyata.apel.tests.factories import MONDAY, at, make_session, make_visit
from nyata.attendance.tests.factories import make_reckoning
from nyata.boards.tests.factories import judge
from nyata.leave.refusals import Refused as LeaveRefused
from nyata.ledger.tests.acts import acts
from nyata.people.tests.factories import make_person, make_post
from nyata.schedules.tests.factories import day_off

DAY = dt.timedelta(days=1)
LATER = at(9, day=MONDAY + 4 * DAY)


@pytest.fixture
def session(cast, office):
    return make_session(cast.clinic)


def refused(act, **arguments):
    with pytest.raises(Refused) as caught:
        act(**arguments)
    assert caught.value.sentence
    return caught.value.code


def give(person, session, *, actor=None, words="Mengantar pasien rujukan", evidence=None, when=None):
    return reasons.give_reason(
        actor=actor or person, person=person, session=session, kind="task", words=words, evidence=evidence,
        at=when or at(9),
    )  # fmt: skip


def line_of(session, person):
    return next(line for line in sealed_lines(session) if line.person_id == person.pk)


def test_a_reason_waits_for_the_supervisor_and_then_excuses(cast, session, sari):
    given = give(sari, session)
    assert lines_of(session, at(9), [sari.pk])[0].state == State.ASKED
    assert list(reasons_waiting(cast.supervisor, MONDAY)) == [given]
    reasons.answer_reason(actor=cast.supervisor, reason=given, grants=True, words="", at=at(10))
    assert lines_of(session, at(11), [sari.pk])[0][3:5] == (State.EXCUSED, Why.GRANTED)
    assert not reasons_waiting(cast.supervisor, MONDAY)


def test_a_reason_can_be_given_before_the_apel(session, sari):
    give(sari, session, when=at(9, day=MONDAY - DAY))
    assert lines_of(session, at(6), [sari.pk])[0].state == State.ASKED


def test_nobody_answers_their_own_reason_nor_one_of_somebody_elses_people(cast, session, sari):
    given = give(sari, session)
    answer = {"reason": given, "grants": True, "words": "", "at": at(10)}
    assert refused(reasons.answer_reason, actor=sari, **answer) == Code.NOT_ON_ONESELF
    assert refused(reasons.answer_reason, actor=cast.other_supervisor, **answer) == Code.NOT_ALLOWED
    assert refused(reasons.answer_reason, actor=cast.operator, **answer) == Code.NOT_ALLOWED
    assert refused(reasons.answer_reason, actor=cast.auditor, **answer) == Code.NOT_ALLOWED
    own = give(cast.supervisor, session)
    make_post(cast.supervisor, "hr")
    asked = {"actor": cast.supervisor, "reason": own, "grants": True, "words": "", "at": at(10)}
    assert refused(reasons.answer_reason, **asked) == Code.NOT_ON_ONESELF
    with pytest.raises(IntegrityError), transaction.atomic():
        Reason.objects.filter(pk=own.pk).update(answer="granted", answered_by=cast.supervisor, answered_at=at(10))


def test_a_reason_is_answered_once_and_declined_in_words_and_may_be_given_anew(cast, session, sari):
    given = give(sari, session)
    decline = {"actor": cast.supervisor, "reason": given, "grants": False, "at": at(10)}
    assert refused(reasons.answer_reason, **decline, words="tdk") == Code.WORDS_MISSING
    assert refused(give, person=sari, session=session) == Code.GIVEN_ALREADY
    reasons.answer_reason(**decline, words="Mohon lampirkan surat")
    assert refused(reasons.answer_reason, **decline, words="Mohon lampirkan surat") == Code.ANSWERED
    assert lines_of(session, at(11), [sari.pk])[0].state == State.MISSED
    assert give(sari, session)


def test_a_reason_is_given_where_it_is_of_use_only(cast, session, sari):
    assert refused(give, person=sari, session=session, words="maaf") == Code.WORDS_MISSING
    assert refused(give, person=cast.other_supervisor, session=session) == Code.NOT_INVITED
    assert refused(give, person=sari, session=session, actor=cast.operator) == Code.NOT_ALLOWED
    there = make_person("Hadir", unit=cast.clinic)
    make_visit(there, at(7, 20))
    assert refused(give, person=there, session=session) == Code.WAS_THERE
    day_off(MONDAY)
    assert refused(give, person=sari, session=session) == Code.NOT_HELD


def test_the_time_for_a_reason_ends_after_five_days_but_for_hr(cast, session, sari):
    end = at(8, day=MONDAY + 5 * DAY)
    assert refused(give, person=sari, session=session, when=end + dt.timedelta(seconds=1)) == Code.TOO_LATE
    assert give(sari, session, actor=cast.hr, when=end + DAY)
    other = make_person("Tepat", unit=cast.clinic)
    assert give(other, session, when=end)


def test_evidence_is_sealed_opened_on_record_and_erased(cast, session, sari):
    letter = b"%PDF-1.4 surat rujukan"
    given = give(sari, session, evidence=letter)
    assert letter not in bytes(given.evidence)
    leaves = acts().count()
    assert reasons.open_evidence(actor=cast.supervisor, reason=given, at=at(10)) == letter
    assert acts().count() == leaves + 1
    looked = {"reason": given, "at": at(10)}
    assert refused(reasons.open_evidence, actor=cast.other_supervisor, **looked) == Code.NOT_ALLOWED
    assert reasons.erase_evidence(before=at(9), at=LATER) == 0
    assert reasons.erase_evidence(before=at(9, 1), at=LATER) == 1
    given.refresh_from_db()
    assert refused(reasons.open_evidence, actor=sari, **looked | {"reason": given}) == Code.FILE_GONE


def test_evidence_must_be_a_picture_or_a_pdf_of_five_megabytes(session, sari):
    with pytest.raises(LeaveRefused):
        give(sari, session, evidence=b"MZ program")
    large = b"%PDF-" + b"x" * (5 * 1024 * 1024)
    assert refused(give, person=sari, session=session, evidence=large) == Code.FILE_TOO_LARGE


def test_a_list_is_closed_with_its_state_a_digest_and_an_entry(cast, session, sari):
    make_visit(sari, at(7, 35))
    assert refused(sealing.seal, session=session, at=at(7, 59, 59)) == Code.NOT_OVER
    leaves = acts().count()
    sealed = sealing.seal(session=session, at=at(8))
    session.refresh_from_db()
    assert (sealed.version, sealed.changed, sealed.counts) == (1, 2, {"1": 1, "5": 1})
    assert sealed.digest == sealing.digest_of(sealed_lines(session))
    assert line_of(session, sari)[3:7] == (State.PRESENT, Why.NONE, at(7, 35), 5)
    assert acts().count() == leaves + 1
    assert sealing.seal(session=session, at=at(9)) is None


def test_what_becomes_known_later_is_a_new_version_beside_the_first(cast, session, sari):
    sealing.seal(session=session, at=at(9))
    judge(make_visit(sari, at(7, 20), "review"), "accepted", stage="review")
    again = sealing.seal(session=session, at=LATER)
    session.refresh_from_db()
    assert (again.version, again.changed) == (2, 1)
    assert line_of(session, sari).state == State.PRESENT
    first, second = RollLine.objects.filter(person=sari).order_by("version")
    assert (first.state, first.current, second.current) == (State.MISSED, False, True)
    assert again.digest == sealing.digest_of(sealed_lines(session))


def test_an_answer_after_closing_is_a_version_at_once(cast, session, sari):
    sealing.seal(session=session, at=at(9))
    session.refresh_from_db()
    given = give(sari, session)
    assert line_of(session, sari).state == State.ASKED
    reasons.answer_reason(actor=cast.hr, reason=given, grants=True, words="", at=at(10))
    assert line_of(session, sari).why == Why.GRANTED
    newest = Sealing.objects.order_by("-version").first()
    assert (newest.version, newest.counts) == (3, {"3": 1, "5": 1})
    assert newest.digest == sealing.digest_of(sealed_lines(session))


def test_lists_are_closed_by_themselves_after_three_days_and_followed_when_days_are_reckoned_anew(session, sari):
    assert sealing.seal_due(at=at(7, 59, 59, day=MONDAY + 3 * DAY)) == 0
    assert sealing.seal_due(at=at(8, day=MONDAY + 3 * DAY)) == 1
    make_visit(sari, at(7, 20))
    assert sealing.seal_due(at=LATER) == 0
    make_reckoning(LATER, first=MONDAY, last=MONDAY)
    assert sealing.seal_due(at=LATER + DAY) == 1
    assert sealing.seal_due(at=LATER + 2 * DAY) == 0


def test_a_night_finds_what_no_day_record_shows(session, sari):
    sealing.seal(session=session, at=at(9))
    make_visit(sari, at(7, 20))
    assert sealing.look_back(at=LATER) == 1


def test_a_holiday_declared_after_the_list_was_closed_frees_everybody_in_a_version(session, sari):
    sealing.seal(session=session, at=at(9))
    assert missed([sari.pk], MONDAY, MONDAY)
    day_off(MONDAY)
    assert sealing.look_back(at=LATER) == 1
    session.refresh_from_db()
    assert {line.why for line in sealed_lines(session)} == {Why.NOT_HELD}
    assert missed(None, MONDAY, MONDAY) == []


def test_a_suspended_session_is_never_closed(session):
    day_off(MONDAY)
    assert sealing.seal_due(at=LATER) == 0


def test_who_is_no_longer_invited_leaves_the_list_but_not_its_history(cast, session, sari):
    sealing.seal(session=session, at=at(9))
    sari.placements.update(unit=cast.roads)
    sealing.seal(session=session, at=LATER)
    session.refresh_from_db()
    assert sari.pk not in {line.person_id for line in sealed_lines(session)}
    assert RollLine.objects.get(person=sari, current=True).state == State.NOT_INVITED


def test_lines_are_kept_as_they_were_written(session):
    sealing.seal(session=session, at=at(9))
    for statement in ("UPDATE apel_rollline SET state = 1", "DELETE FROM apel_rollline", "DELETE FROM apel_sealing"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_missed_is_of_closed_lists_and_by_person_and_day(cast, session, sari):
    assert missed(None, MONDAY, MONDAY) == []
    sealing.seal(session=session, at=at(9))
    found = missed([sari.pk], MONDAY, MONDAY)
    assert found == [(sari.pk, session.pk, MONDAY, "monday")]
    assert {one.person_id for one in missed(None, MONDAY, MONDAY)} == {sari.pk, cast.supervisor.pk}
    assert missed(None, MONDAY + DAY, MONDAY + 9 * DAY) == []


def test_recaps_add_closed_lists_up(cast, session, sari):
    make_visit(sari, at(7, 40))
    sealing.seal(session=session, at=at(9))
    row = by_opd(MONDAY, MONDAY).row(0, named=True)
    assert (row["opd_name"], row["invited"], row["present"], row["late"], row["missed"]) == (
        "Dinas Kesehatan", 2, 1, 1, 1,
    )  # fmt: skip
    people = {one["person"]: one for one in by_person(MONDAY, MONDAY, cast.health).iter_rows(named=True)}
    assert people[sari.pk]["late_minutes"] == 10 and people[cast.supervisor.pk]["missed"] == 1


def test_sums_leave_out_who_has_a_reason(cast, session, sari):
    reasons.answer_reason(actor=cast.hr, reason=give(sari, session), grants=True, words="", at=at(10))
    sums = sums_of(lines_of(session, at(11)))
    assert (sums.invited, sums.expected, sums.missed, sums.percent) == (2, 1, 1, 0)
