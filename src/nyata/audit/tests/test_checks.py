"""What each check counts, whom it names and whom not: boundaries included, and every name with its evidence."""

import datetime as dt

import pytest

from nyata.audit.checks import backups, clocks, devices, exempting, looks, places, policies, powers, programs, reviews
from nyata.audit.checks.shape import Scope
from nyata.audit.models import Restoration
from nyata.audit.tests.conftest import AT, LAST, MONTH, now
from nyata.boards.tests.factories import make_attempt
from nyata.checkins.models import NamedWitness, PhotoLook, Verdict
from nyata.core.worktime.columns import minute_of
from nyata.enrolment.models import DeviceChange
from nyata.leave.kinds import Kind
from nyata.leave.models import Request, Slot, Step
from nyata.people.models import Post, Site
from nyata.people.tests.factories import make_person, make_post, make_site, make_unit
from nyata.rules.models import RuleDecision
from nyata.sources.models import ClockOffset
from nyata.sources.tests.factories import make_machine

DURING = dt.datetime(2026, 9, 15, 3, 0, tzinfo=dt.UTC)
DAY = dt.date(2026, 9, 15)


@pytest.fixture
def offices(cast):
    """Eight OPD of twenty people, each with a superior; the clinic's own are besides."""
    found = []
    for number in range(8):
        unit = make_unit(f"Dinas Uji {number}")
        head = make_person(f"Kepala {number}", unit=unit)
        make_post(head, Post.Role.OPD_HEAD)
        found.append((unit, head, [make_person(f"Orang {number}-{one}", unit=unit) for one in range(19)]))
    return found


def allow(person, decider, kind=Kind.TRAVEL, day=DAY):
    """A request in force, granted by somebody."""
    request = Request.objects.create(person=person, kind=kind, first=day, last=day, asked_by=person, asked_at=DURING)
    Slot.objects.create(
        request=request, person=person, layer=0, start=minute_of(day), end=minute_of(day) + 1440, last=day,
        stage=Slot.Stage.IN_FORCE,
    )  # fmt: skip
    Step.objects.create(request=request, act=Step.Act.BY_SUPERVISOR, actor=decider, at=DURING)


def codes(result) -> list[str]:
    return [one.code for one in result.found]


def test_an_opd_where_nearly_everybody_is_exempted_is_named_beside_the_others(offices, scope):
    for number, (_, head, people) in enumerate(offices):
        for person in people[: 15 if number == 0 else 1]:
            allow(person, head)
    result = exempting.exemptions(scope)
    assert codes(result) == ["exemptions_opd"]
    (found,) = result.found
    assert (found.facts["unit"], found.facts["count"], found.facts["of"]) == ("Dinas Uji 0", 15, 20)
    assert found.unit == offices[0][0].pk and result.figures["people"] == 22
    assert result.lists["by_opd"][0] == {"unit": "Dinas Uji 0", "count": 15, "of": 20}


def test_who_grants_the_same_people_again_and_again_is_named(offices, scope):
    for number, (_, head, people) in enumerate(offices):
        for time in range(12 if number == 0 else 1):
            for person in people[:4]:
                allow(person, head, Kind.CORRECTION, DAY - dt.timedelta(days=time))
    result = exempting.corrections(scope)
    assert codes(result) == ["corrections_decider"]
    assert ("person", offices[0][1].pk) in result.found[0].records and result.found[0].facts["times"] == 12.0


def test_leave_is_a_right_and_is_not_counted(offices, scope):
    for person in offices[0][2]:
        allow(person, offices[0][1], Kind.ANNUAL)
    result = exempting.exemptions(scope)
    assert result.figures["in_force"] == 0 and codes(result) == []


def change_phone(person, officer, supervisor=None, at=DURING):
    DeviceChange.objects.create(
        person=person, reason="HP rusak", state=DeviceChange.State.APPROVED, asked_at=at, supervisor=supervisor,
        supervisor_at=at, officer=officer, officer_at=at,
    )  # fmt: skip


def test_who_changes_phones_twice_in_ninety_days_is_asked_and_a_change_by_two_eyes_is_told(cast, scope):
    change_phone(cast.servant, cast.hr, cast.supervisor, at=DURING - dt.timedelta(days=60))
    assert codes(devices.run(scope)) == []
    change_phone(cast.servant, cast.hr, cast.hr)
    result = devices.run(scope)
    assert codes(result) == ["devices_often", "devices_by_one"] and result.figures["approved"] == 1


def test_changes_of_longer_ago_are_not_added_up(cast, scope):
    change_phone(cast.servant, cast.hr, cast.supervisor, at=scope.ends - dt.timedelta(days=90, seconds=1))
    change_phone(cast.servant, cast.hr, cast.supervisor)
    assert codes(devices.run(scope)) == []


def decided(officers, counts):
    """So many reviews of each officer, of which so many are declined."""
    for officer, (declined, total) in zip(officers, counts, strict=True):
        attempt = make_attempt(officer, at=DURING)
        for number in range(total):
            Verdict.objects.create(
                checkin=attempt, stage=Verdict.Stage.REVIEW, outcome="declined" if number < declined else "accepted",
                reasons=[], signals=[], policy_hash="0" * 64, program="uji", made_at=DURING, decided_by=officer,
            )  # fmt: skip


def test_who_never_declines_and_who_nearly_always_does_are_asked_how_they_look(offices, scope):
    heads = [head for _, head, _ in offices]
    decided(heads, [(0, 100), (60, 100), *[(10, 60)] * 6])
    result = reviews.run(scope)
    assert sorted(codes(result)) == ["reviews_declined", "reviews_never_declined"]
    by_code = {one.code: one.facts["person"] for one in result.found}
    assert by_code == {"reviews_declined": heads[1].name, "reviews_never_declined": heads[0].name}


@pytest.mark.parametrize(("radius", "named"), [(100, False), (100.5, True)])
def test_a_circle_is_wide_above_the_policys_metres(cast, scope, radius, named):
    Site.objects.filter(pk=cast.site.pk).update(radius_m=radius)
    assert ("fence_wide" in codes(places.fences(scope))) is named


def test_a_yard_is_measured_from_its_middle_to_its_farthest_corner(cast, scope):
    side = 0.002  # degrees: 222 m, so that a corner is 157 m away
    ring = [[105, -3], [105 + side, -3], [105 + side, -3 + side], [105, -3 + side], [105, -3]]
    site = make_site(cast.clinic)
    Site.objects.filter(pk=site.pk).update(shape={"type": "Polygon", "coordinates": [ring]}, radius_m=None)
    (found,) = [one for one in places.fences(scope).found if one.code == "fence_wide"]
    assert found.facts["metres"] == pytest.approx(157, abs=1)


def test_a_site_that_nobody_surveyed_is_told(cast, scope):
    Site.objects.filter(pk=cast.site.pk).update(surveyed_on=None)
    assert "site_unsurveyed" in codes(places.fences(scope))


def test_a_site_without_superior_or_named_witness_is_told_until_somebody_is_named(cast, scope):
    lonely = make_unit("UPTD Terpencil")
    make_site(lonely, name="Pos Terpencil")
    (found,) = places.witnesses(scope).found
    assert (found.code, found.facts["site"]) == ("site_without_witness", "Pos Terpencil")
    witness = make_person("Rekan", unit=lonely)
    NamedWitness.objects.create(
        unit=lonely, person=witness, valid_from=MONTH, valid_to=LAST, named_by=cast.hr, named_at=DURING
    )
    assert places.witnesses(scope).found == []


@pytest.mark.parametrize(("seconds", "named"), [(300, False), (301, True), (-301, True)])
def test_a_machines_clock_is_asked_about_above_five_minutes(cast, scope, seconds, named):
    machine = make_machine(cast.clinic, cast.hr)
    ClockOffset.objects.create(
        machine=machine, first=DAY, last=DAY, seconds=seconds, words="Jam bergeser", asked_by=cast.operator,
        asked_at=DURING, answer="granted", answered_by=cast.hr, answered_at=DURING,
    )  # fmt: skip
    assert (codes(clocks.run(scope)) == ["offset_large"]) is named


@pytest.mark.parametrize(("ahead", "named"), [(0, False), (3, True), (-3, True)])
def test_clocks_of_program_and_database_that_disagree_are_told(db, ahead, named):
    skewed = Scope(MONTH, LAST, AT, lambda: now() + dt.timedelta(seconds=ahead))
    assert ("clocks_apart" in codes(clocks.run(skewed))) is named


def test_looks_at_photographs_are_listed_with_who_and_why_and_ones_own_are_not(cast, scope):
    attempt = make_attempt(cast.servant, at=DURING)
    for actor, why in ((cast.supervisor, "review"), (cast.supervisor, "review"), (cast.servant, "own")):
        PhotoLook.objects.create(checkin=attempt, actor=actor, why=why, looked_at=DURING)
    result = looks.run(scope)
    assert result.lists["looks"] == [
        {"name": cast.supervisor.name, "unit": cast.clinic.name, "what": "frames", "why": "review", "count": 2}
    ]
    assert (result.figures["looks"], result.figures["looks_own"], result.figures["people_seen"]) == (2, 1, 1)


def test_posts_are_told_with_who_gave_them_and_those_without_document_or_of_two_sides_are_asked_about(cast, scope):
    make_post(cast.hr, Post.Role.AUDITOR, valid_from=DAY, document_number="", granted_by=cast.hr)
    result = powers.run(scope)
    assert codes(result) == ["post_without_document", "post_to_oneself", "post_of_two_sides"]
    (row,) = result.lists["posts"]
    assert (row["name"], row["role"], row["given_by"], row["from"]) == (
        cast.hr.name, "auditor", cast.hr.name, "2026-09-15",
    )  # fmt: skip


def test_posts_of_before_the_month_are_not_told_again(cast, scope):
    result = powers.run(scope)
    assert result.found == [] and result.lists["posts"] == [] and result.figures["posts_auditor"] == 1


def test_every_value_marked_m_or_open_is_told_and_a_decision_on_other_words_is_asked_about(cast, scope):
    RuleDecision.objects.create(
        value="leave.types.gone@2026-01-01", fingerprint="0" * 64, office="hr", kind="off", since=DAY, words="Uji",
        decided_by=cast.hr, decided_at=DURING,
    )  # fmt: skip
    result = policies.run(scope)
    assert codes(result) == ["policy_other_words"] and result.figures["decisions"] == 1
    assert len(result.lists["values"]) == result.figures["values_open"] > 0
    assert {row["status"] for row in result.lists["values"]} <= {"M", "open"}


def test_a_day_on_which_two_versions_ran_is_told(cast, scope):
    attempt = make_attempt(cast.servant, at=DURING)
    for program in ("nyata 1.0", "nyata 1.1"):
        Verdict.objects.create(
            checkin=attempt, stage="first", outcome="accepted", reasons=[], signals=[], policy_hash="0" * 64,
            program=program, made_at=DURING,
        )  # fmt: skip
    found = [one for one in programs.run(scope).found if one.facts["day"] == "2026-09-15"]
    assert [one.code for one in found] == ["programs_on_a_day"] and "nyata 1.1" in found[0].facts["versions"]


def test_a_month_without_a_restored_backup_is_told_and_a_bad_one_is_not_enough(db, scope):
    assert codes(backups.run(scope)) == ["restored_never"]
    common = {"file_name": "a.dump", "sha256": "0" * 64, "size": 1, "rows": {}, "seconds": 1.0}
    Restoration.objects.create(problems=["nobody_in_it"], made_at=DURING, **common)
    assert codes(backups.run(scope)) == ["restored_never", "restored_badly"]
    Restoration.objects.create(problems=[], made_at=scope.ends - dt.timedelta(days=31), **common)
    assert codes(backups.run(scope)) == ["restored_badly"]
