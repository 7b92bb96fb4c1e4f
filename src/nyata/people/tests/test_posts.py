import datetime as dt
from dataclasses import replace

import pytest

from nyata.people import services
from nyata.people.models import Post
from nyata.people.refusals import Code
from nyata.people.selectors import authority_of
from nyata.people.services import Appointment
from nyata.people.tests.asking import entries, refused, says
from nyata.people.tests.factories import make_person, make_unit

DAY = dt.timedelta(days=1)


@pytest.fixture
def grant(five, now, today):
    plain = Appointment(
        role=Post.Role.SUPERVISOR,
        unit=five.clinic,
        standing=Post.Standing.DEFINITIVE,
        valid_from=today,
        valid_to=None,
        document_number="821.2/14/2026",
    )

    def act(person=None, actor=None, **changed):
        return services.grant_post(
            actor=actor or five.hr, person=person or five.servant, appointment=replace(plain, **changed), at=now
        )

    return act


def test_a_granted_post_gives_power_and_leaves_its_entry(grant, five, today):
    post = grant()
    assert authority_of(five.servant, today).supervises == (five.clinic.path,)
    assert post.granted_by == five.hr
    assert says(entries("post")[0], action="granted", post=post.pk, document="821.2/14/2026", to=None)


def test_nobody_grants_a_post_to_themselves(grant, five):
    with refused(Code.YOURSELF):
        grant(person=five.hr)


def test_only_hr_officers_grant_posts(grant, five):
    with refused(Code.NOT_HR):
        grant(actor=five.operator)


def test_a_post_needs_a_document_even_a_plh(grant):
    with refused(Code.DOCUMENT_MISSING):
        grant(document_number="  ")
    with refused(Code.DOCUMENT_MISSING):
        grant(standing=Post.Standing.PLH, document_number="")


def test_a_post_does_not_end_before_it_begins(grant, today):
    with refused(Code.ENDS_BEFORE_START):
        grant(valid_to=today - DAY)
    assert grant(valid_to=today)


def test_only_an_opd_has_a_head(grant, five):
    with refused(Code.HEAD_NEEDS_OPD):
        grant(role=Post.Role.OPD_HEAD)
    assert grant(role=Post.Role.OPD_HEAD, unit=five.health)


def test_an_opd_has_one_definitive_head_and_beside_them_a_plh(grant, five):
    with refused(Code.HEAD_EXISTS):
        grant(role=Post.Role.OPD_HEAD, unit=five.roads)
    assert grant(role=Post.Role.OPD_HEAD, unit=five.roads, standing=Post.Standing.PLH)


def test_a_new_head_may_follow_the_day_after_the_old_one(grant, five, now, today):
    old = five.other_supervisor.posts.get()
    services.end_post(actor=five.hr, post=old, last_day=today, document_number="9", at=now)
    with refused(Code.HEAD_EXISTS):
        grant(role=Post.Role.OPD_HEAD, unit=five.roads)
    assert grant(role=Post.Role.OPD_HEAD, unit=five.roads, valid_from=today + DAY)


def test_the_same_post_of_the_same_person_does_not_overlap(grant, today):
    grant(valid_to=today + 10 * DAY)
    with refused(Code.POST_OVERLAPS):
        grant(valid_from=today + 10 * DAY)
    assert grant(valid_from=today + 11 * DAY)
    with refused(Code.POST_OVERLAPS):
        grant(valid_from=today - 5 * DAY, valid_to=today)
    assert grant(valid_from=today - 5 * DAY, valid_to=today - DAY)


def test_who_left_and_a_closed_unit_get_no_post(grant):
    with refused(Code.ALREADY_LEFT):
        grant(person=make_person(is_active=False))
    with refused(Code.UNIT_INACTIVE):
        grant(unit=make_unit(is_active=False))


def test_a_post_ends_by_a_document_and_its_past_stays(grant, five, now, today):
    post = five.supervisor.posts.get()

    def end(**changed):
        given = {"actor": five.hr, "post": post, "last_day": today, "document_number": "824/3", "at": now}
        return services.end_post(**given | changed)

    with refused(Code.NOT_HR):
        end(actor=five.auditor)
    with refused(Code.YOURSELF):
        end(post=five.hr.posts.get())
    with refused(Code.DOCUMENT_MISSING):
        end(document_number="")
    with refused(Code.ENDS_BEFORE_START):
        end(last_day=post.valid_from - DAY)
    with refused(Code.BACKDATED):
        end(last_day=today - 2 * DAY)
    end()
    assert authority_of(five.supervisor, today).supervises
    assert not authority_of(five.supervisor, today + DAY).supervises
    assert says(entries("post")[0], action="ended", by_document="824/3", to="2026-01-19")


def test_an_ended_post_is_not_ended_again(five, now, today):
    post = five.supervisor.posts.get()
    post.valid_to = today - DAY
    post.save()
    with refused(Code.POST_ENDED):
        services.end_post(actor=five.hr, post=post, last_day=today, document_number="1", at=now)
