"""One letter of duty for many people: recorded whole or not at all, approved at once, corrected one by one."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from nyata.leave import services
from nyata.leave.kinds import Extent, Kind
from nyata.leave.models import DutyLetter, Request, Slot, Step
from nyata.leave.refusals import Code
from nyata.leave.selectors import covers, letters_seen_by, people_of, said_wrong
from nyata.leave.services import File, LetterRefused
from nyata.leave.tests.asking import ask, day, granted, wish
from nyata.people.tests.asking import entries, refused, signed_in
from nyata.people.tests.factories import make_person, make_post

PDF = b"%PDF-1.4 a letter"


@pytest.fixture
def crew(five):
    """Five people of the health centre."""
    others = [make_person(f"Orang {number}", unit=five.clinic) for number in range(4)]
    return [five.servant, *others]


@pytest.fixture
def letter(five, crew, now):
    return record(five, crew, now)


def record(five, people, now, kind=Kind.FIELD, first=None, last=None, actor=None, **more):
    one = wish(kind, first or day(1), last or day(28), **more)
    return services.record_letter(actor=actor or five.operator, people=people, wish=one, at=now)


def test_everybody_on_it_has_a_request_of_their_own_that_waits_for_one_approval(five, crew, now, letter):
    assert [one.state for one in people_of(letter)] == ["supervisor"] * 5
    outcome = services.decide_letter(actor=five.supervisor, letter=letter, accept=True, at=now)
    assert len(outcome.done) == 5
    assert [one.state for one in people_of(letter)] == ["in_force"] * 5
    ids = [person.pk for person in crew]
    assert covers(ids, day(9), day(9))["person"].to_list() == sorted(ids)
    assert len(entries("leave")) == 11  # five asked, the letter itself, five approved


def test_who_is_away_already_is_named_and_nothing_is_recorded(five, crew, now):
    for person in crew[1:3]:
        ask(person, wish(Kind.TRAVEL, day(9)), now)
    with pytest.raises(LetterRefused) as caught:
        record(five, crew, now, Kind.TRAVEL, day(9), day(10))
    assert [(person.pk, one.code) for person, one in caught.value.people] == [
        (person.pk, Code.OVERLAPS) for person in crew[1:3]
    ]
    assert "Dinas luar" in caught.value.people[0][1].sentence
    assert caught.value.code == Code.LETTER_PEOPLE
    assert not DutyLetter.objects.exists()
    assert Request.objects.count() == 2


def test_nobody_is_sent_by_those_whom_they_do_not_serve(five, crew, now):
    with pytest.raises(LetterRefused) as caught:
        record(five, crew, now, actor=five.other_supervisor)
    assert {one.code for _, one in caught.value.people} == {Code.NOT_ALLOWED}


def test_a_letter_is_for_duty_and_for_somebody(five, crew, now):
    with refused(Code.NOT_BY_LETTER):
        record(five, crew, now, Kind.SICK)
    with refused(Code.LETTER_NOBODY):
        record(five, [], now)
    with pytest.raises(LetterRefused) as caught:
        record(five, crew, now, letter_number=" ")
    assert {one.code for _, one in caught.value.people} == {Code.LETTER_MISSING}


def test_each_gets_a_copy_sealed_with_their_own_key(five, crew, now):
    one = wish(Kind.TRAVEL, day(9))
    file = File("surat.pdf", PDF)
    letter = services.record_letter(actor=five.operator, people=crew, wish=one, file=file, at=now)
    files = [shown.request.attachments.get() for shown in people_of(letter)]
    assert len({bytes(file.sealed) for file in files}) == 5
    assert services.open_attachment(actor=files[0].request.person, attachment=files[0], at=now) == PDF
    with refused(Code.NOT_ALLOWED):
        services.open_attachment(actor=five.other_supervisor, attachment=files[0], at=now)


def test_a_file_that_is_none_leaves_no_letter_behind(five, crew, now):
    with refused(Code.FILE_UNKNOWN):
        services.record_letter(
            actor=five.operator, people=crew, wish=wish(Kind.TRAVEL, day(9)), file=File("x", b"MZ"), at=now
        )
    assert not DutyLetter.objects.exists()


def test_declining_needs_words_and_frees_everybody(five, now, letter):
    with refused(Code.WORDS_MISSING):
        services.decide_letter(actor=five.supervisor, letter=letter, accept=False, at=now)
    services.decide_letter(actor=five.supervisor, letter=letter, accept=False, words="Bulan depan saja", at=now)
    assert not Slot.objects.exists()
    with refused(Code.CLOSED):
        services.decide_letter(actor=five.supervisor, letter=letter, accept=True, at=now)


def test_who_is_on_it_is_not_decided_on_by_themselves(five, crew, now):
    letter = record(five, [*crew, five.supervisor], now)
    outcome = services.decide_letter(actor=five.supervisor, letter=letter, accept=True, at=now)
    assert len(outcome.done) == 5
    assert {one.code for one in outcome.refused.values()} == {Code.NOT_ON_ONESELF}


def test_one_of_them_withdraws_and_the_others_stay(five, crew, now, letter):
    services.withdraw(actor=crew[0], request=letter.requests.get(person=crew[0]), at=now)
    assert sorted(one.state for one in people_of(letter)) == ["supervisor"] * 4 + ["withdrawn"]


def test_whoever_recorded_it_takes_one_back_until_it_is_decided(five, crew, now, letter):
    services.withdraw(actor=five.operator, request=letter.requests.get(person=crew[0]), at=now)
    services.decide_letter(actor=five.supervisor, letter=letter, accept=True, at=now)
    with refused(Code.NOT_ALLOWED):
        services.withdraw(actor=five.operator, request=letter.requests.get(person=crew[1]), at=now)


def test_a_person_says_that_it_is_wrong_and_those_concerned_read_it(five, crew, now, today, letter):
    mine = letter.requests.get(person=crew[0])
    services.decide_letter(actor=five.supervisor, letter=letter, accept=True, at=now)
    with refused(Code.WORDS_MISSING):
        services.say_wrong(actor=crew[0], request=mine, words=" ", at=now)
    with refused(Code.NOT_ALLOWED):
        services.say_wrong(actor=crew[1], request=mine, words="bukan saya", at=now)
    services.say_wrong(actor=crew[0], request=mine, words="Saya tidak ikut bulan ini", at=now)
    with refused(Code.SAID_ALREADY):
        services.say_wrong(actor=crew[0], request=mine, words="lagi", at=now)
    for reader in (five.supervisor, five.operator, five.hr):
        assert [step.words for step in said_wrong(reader, today)] == ["Saya tidak ikut bulan ini"]
    assert said_wrong(five.other_supervisor, today) == []
    services.cancel(actor=five.hr, request=mine, words="benar, keliru", at=now)
    assert said_wrong(five.hr, today) == []
    with refused(Code.CLOSED):
        services.say_wrong(actor=crew[0], request=mine, words="sudah", at=now)
    assert [step.act for step in mine.steps.all()][-2:] == [Step.Act.SAID_WRONG, Step.Act.CANCELLED]


def test_what_was_said_wrong_and_then_withdrawn_is_withdrawn(five, crew, now, letter):
    mine = letter.requests.get(person=crew[0])
    services.say_wrong(actor=crew[0], request=mine, words="keliru", at=now)
    services.withdraw(actor=crew[0], request=mine, at=now)
    assert next(one.state for one in people_of(letter) if one.request == mine) == "withdrawn"


def test_ones_own_wish_is_withdrawn_and_not_called_wrong(five, now):
    with refused(Code.NOT_ALLOWED):
        services.say_wrong(actor=five.servant, request=ask(five.servant, wish(), now), words="x", at=now)


def test_illness_lies_over_the_letter_of_a_month_without_ending_it(five, crew, now, letter):
    services.decide_letter(actor=five.supervisor, letter=letter, accept=True, at=now)
    granted(crew[0], wish(Kind.SICK, day(9), extent=Extent.DAYS), now, five.supervisor)
    assert covers([crew[0].pk], day(9), day(9)).height == 2


def test_who_sees_a_letter(five, crew, today, letter):
    for person in (five.operator, five.supervisor, five.hr, five.auditor, crew[0]):
        assert list(letters_seen_by(person, today)) == [letter]
    assert not letters_seen_by(five.other_supervisor, today)


def said(crew, **more):
    on = timezone.localdate() + dt.timedelta(days=3)
    said = {"kind": "field", "letter_number": "440/1/ST", "first": on, "last": on + dt.timedelta(days=9),
            "places": "Desa Rantau\nDesa Petaling", "words": "", "orang": [person.pk for person in crew]}  # fmt: skip
    return said | more


def test_an_operator_records_a_letter_on_a_page_and_the_supervisor_approves_it(five, crew, client):
    operator = signed_in(client, five.operator)
    page = operator.get(reverse("leave:record_letter")).content.decode()
    assert all(person.name in page for person in crew)
    response = operator.post(reverse("leave:record_letter"), said(crew))
    letter = DutyLetter.objects.get()
    assert response.url == reverse("leave:letter", args=[letter.public_id])
    supervisor = signed_in(client, five.supervisor)
    assert "Keputusan Anda untuk 5 orang" in supervisor.get(response.url).content.decode()
    supervisor.post(reverse("leave:decide_letter", args=[letter.public_id]), {"keputusan": "accept"})
    assert {one.state for one in people_of(letter)} == {"in_force"}


def test_the_page_names_who_stands_in_the_way_and_keeps_what_was_filled_in(five, crew, client):
    on = timezone.localdate() + dt.timedelta(days=4)
    ask(crew[2], wish(Kind.FIELD, on), timezone.now())
    response = signed_in(client, five.operator).post(reverse("leave:record_letter"), said(crew))
    page = response.content.decode()
    assert response.status_code == 422
    assert "Tugas lapangan tetap mulai" in page
    assert f'value="{crew[0].pk}" checked' in page


def test_pasted_numbers_that_are_nobodys_are_named(five, crew, client):
    response = signed_in(client, five.operator).post(
        reverse("leave:record_letter"), said([], nips=f"{crew[0].nip}\n{five.other_supervisor.nip}")
    )
    assert response.status_code == 422
    assert five.other_supervisor.nip in response.content.decode()
    signed_in(client, five.operator).post(reverse("leave:record_letter"), said([], nips=crew[0].nip))
    assert [one.request.person for one in people_of(DutyLetter.objects.get())] == [crew[0]]


def test_who_sends_nobody_records_no_letter(five, client):
    assert signed_in(client, five.servant).get(reverse("leave:record_letter")).status_code == 403


def test_a_person_on_it_sees_their_own_line_and_says_that_it_is_wrong(five, crew, client):
    at = timezone.now()
    on = timezone.localdate(at) + dt.timedelta(days=3)
    letter = services.record_letter(actor=five.operator, people=crew, wish=wish(Kind.FIELD, on), at=at)
    mine = letter.requests.get(person=five.servant)
    browser = signed_in(client, five.servant)
    page = browser.get(reverse("leave:letter", args=[letter.public_id])).content.decode()
    assert five.servant.name in page and crew[1].name not in page
    assert "Ini keliru" in browser.get(reverse("leave:request", args=[mine.public_id])).content.decode()
    browser.post(reverse("leave:say_wrong", args=[mine.public_id]), {"words": "Saya di kantor"})
    page = signed_in(client, five.supervisor).get(reverse("leave:inbox")).content.decode()
    assert "Saya di kantor" in page


def test_a_head_of_two_units_is_told_of_each_letter_once(five, crew, now, today, letter):
    make_post(five.supervisor, "operator", unit=five.clinic)
    assert letters_seen_by(five.supervisor, today).count() == 1
