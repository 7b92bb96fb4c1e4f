"""What officers read of the policy and how they decide: the pages, from outside."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from nyata.people.models import Post
from nyata.people.tests.asking import signed_in
from nyata.people.tests.factories import make_post
from nyata.rules import selectors, words
from nyata.rules.models import RuleDecision
from nyata.rules.tests.conftest import KEY

RULES = reverse("rules:rules")
RULE = reverse("rules:rule", args=[KEY])
DECIDE = reverse("rules:decide", args=[KEY])
VALUE = f"{KEY}@2023-04-12"


def page(client, person, address, status=200, **asked):
    answer = signed_in(client, person).get(address, asked)
    assert answer.status_code == status, answer.status_code
    return re.sub(r"\s+", " ", answer.content.decode())


def post(client, person, status=302, value=VALUE, **changes):
    found = selectors.book().values[VALUE]
    today = timezone.localdate()
    sound = {
        "office": "legal", "kind": "on", "since": today.isoformat(), "document_number": "180/7/HUKUM/2026",
        "document_date": today.isoformat(), "words": "", "fingerprint": found.fingerprint,
    }  # fmt: skip
    answer = signed_in(client, person).post(f"{DECIDE}?nilai={value}", sound | changes, follow=status == 200)
    assert answer.status_code == status, answer.content.decode()
    selectors.forget()
    return answer.content.decode()


# Who may open them


@pytest.mark.parametrize("who", ["servant", "supervisor", "operator", "executive"])
@pytest.mark.parametrize("address", [RULES, RULE])
def test_the_rules_are_for_hr_legal_and_auditor(offices, client, who, address):
    page(client, getattr(offices.five, who), address, 403)


def test_who_is_not_signed_in_is_asked_to(client, db):
    assert client.get(RULES).status_code == 302


@pytest.mark.parametrize("who", ["hr", "auditor"])
def test_officers_find_them_in_the_menu(offices, client, who):
    assert f'href="{RULES}"' in page(client, getattr(offices.five, who), RULES)
    assert f'href="{RULES}"' in page(client, offices.legal, RULES)
    assert f'href="{RULES}"' not in page(client, offices.five.servant, reverse("people:help"))


def test_the_auditor_reads_and_decides_nothing(offices, client):
    assert "Putuskan" not in page(client, offices.five.auditor, RULE)
    page(client, offices.five.auditor, DECIDE, 403, nilai=VALUE)
    post(client, offices.five.auditor, 403)


def test_an_officer_who_left_opens_nothing(offices, client):
    offices.legal.posts.update(valid_to=dt.date(2025, 2, 1))
    page(client, offices.legal, RULES, 403)


# The list


def test_the_list_opens_with_working_time(offices, client):
    text = page(client, offices.legal, RULES)
    for said in ("Jam kerja seminggu", "37 jam 30 menit seminggu", "PNS", "Perpres 21/2023 Ps 4(1)", "07.30", "16.30"):
        assert said in text
    assert "Jenjang keterlambatan" not in text


def test_a_value_shows_how_well_it_is_known(offices, client):
    text = page(client, offices.legal, RULES, bagian="discipline")
    for said in (
        "Terbuka: dasarnya belum ditemukan",
        "B: dari sumber kedua",
        "Nonaktif",
        "Tidak ada nilai",
        "Berlaku",
    ):
        assert said in text
    assert "Contoh, belum berlaku di OKI" in page(
        client, offices.legal, reverse("rules:rule", args=["allowance.ngawi.absent_steps"])
    )


def test_what_waits_is_found_at_once(offices, client):
    text = page(client, offices.legal, RULES, tunggu="1")
    assert "Jenjang keterlambatan (TL)" in text and "Jam kerja seminggu" not in text


@pytest.mark.parametrize("sought, found", [("oki kantor", False), ("29.3/SE", True), ("tidak ada yang begini", False)])
def test_words_are_sought_in_titles_keys_and_sources(offices, client, sought, found):
    assert ("Jam masuk" in page(client, offices.legal, RULES, cari=sought)) is found


@pytest.mark.parametrize("area", sorted({key.split(".")[0] for key in selectors.book().keys}))
def test_every_chapter_can_be_read_in_both_languages(offices, client, area):
    page(client, offices.legal, RULES, bagian=area)
    offices.legal.language = "en"
    offices.legal.save()
    page(client, offices.legal, RULES, bagian=area)


@pytest.mark.parametrize("key", sorted({key.unit: key.name for key in selectors.book().keys.values()}.values()))
def test_a_rule_of_every_unit_can_be_opened(offices, client, key):
    assert selectors.book().keys[key].title in page(client, offices.legal, reverse("rules:rule", args=[key])).replace(
        "&#x27;", "'"
    )


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_value_can_be_put_into_words(language):
    with override(language):
        for value in selectors.book().values.values():
            found = words.shown(value)
            assert found.text or found.items or found.rows, value.id
            assert bool(words.condition(value)) == bool(value.when)
            assert words.STATUSES[value.status] and words.UNITS[value.unit]


def test_a_list_asks_as_few_questions_of_many_rules_as_of_few(offices, client, django_assert_max_num_queries):
    signed_in(client, offices.legal)
    with django_assert_max_num_queries(8):
        client.get(RULES, {"bagian": "leave"})


# One rule


def test_bands_are_shown_as_a_table_without_gaps(offices, client):
    text = page(client, offices.legal, RULE)
    for said in ("1–30", "31–60", "61–90", "mulai 91", "TL1", "TL4", "belum diaktifkan BKPSDM dan Bagian Hukum"):
        assert said in text


def test_why_there_is_no_value_is_told(offices, client):
    text = page(client, offices.legal, reverse("rules:rule", args=["working_time.week.norm"]))
    assert "ditetapkan PPK dalam perjanjian kerja" in text and "PPPK Paruh Waktu" in text
    assert "Putuskan" not in text


def test_a_rule_that_is_not_there(offices, client):
    page(client, offices.legal, reverse("rules:rule", args=["working_time.week.nothing"]), 404)


# Deciding


def test_two_offices_switch_a_value_on_by_their_pages(offices, client):
    assert "setelah BKPSDM juga mengaktifkannya" in post(client, offices.legal, 200)
    assert selectors.is_off(KEY, timezone.localdate())
    said = post(client, offices.five.hr, 200, office="hr", document_number="800/9/BKPSDM/2026")
    assert "Kedua kantor setuju" in said
    assert not selectors.is_off(KEY, timezone.localdate())
    text = page(client, offices.five.auditor, RULE)
    for said in ("180/7/HUKUM/2026", "800/9/BKPSDM/2026", "Laila Tembikar", "Nurul Purun", "Diaktifkan kedua kantor"):
        assert said in text
    assert "belum diaktifkan" not in text


def test_either_switches_it_off_again(offices, client):
    post(client, offices.legal)
    post(client, offices.five.hr, office="hr")
    text = page(client, offices.legal, DECIDE, nilai=VALUE)
    assert re.search(r'value="off"[^>]*checked', text)
    said = post(client, offices.legal, 200, kind="off", words="Perbup dicabut", document_number="", document_date="")
    assert "nonaktif mulai tanggal itu" in said
    assert selectors.is_off(KEY, timezone.localdate())


@pytest.mark.parametrize(
    "changes, words",
    [
        ({"document_number": ""}, "Nomor dan tanggal dokumen belum lengkap"),
        ({"since": "2026-01-01"}, "Tulis alasannya"),
        ({"since": ""}, "tidak boleh kosong"),
        ({"fingerprint": "0" * 64}, "berubah sejak halaman dibuka"),
    ],
)
def test_a_refusal_comes_back_on_the_form(offices, client, changes, words):
    assert words in post(client, offices.legal, 422, **changes)
    assert not RuleDecision.objects.exists()


def test_nobody_speaks_for_the_other_office(offices, client):
    post(client, offices.legal, office="hr")
    assert RuleDecision.objects.get().office == "legal"


def test_somebody_of_both_offices_chooses_one(offices, client):
    make_post(offices.legal, Post.Role.HR)
    text = page(client, offices.legal, DECIDE, nilai=VALUE)
    assert 'name="office"' in text and "<select" in text
    post(client, offices.legal)
    assert "Mintalah pejabat lain" in post(client, offices.legal, 422, office="hr")


@pytest.mark.parametrize(
    "value", ["", "x", "working_time.week.norm@2025-01-13[employment=PPPK_PW]", f"{KEY}@2020-01-01"]
)
def test_what_cannot_be_switched_has_no_form(offices, client, value):
    page(client, offices.legal, DECIDE, 404, nilai=value)
    post(client, offices.legal, 404, value=value)


def test_a_decision_on_other_words_is_shown_as_void(offices, client):
    RuleDecision.objects.create(
        value=VALUE, fingerprint="0" * 64, office="hr", kind="on", since=dt.date(2026, 1, 1), document_number="1/2026",
        document_date=dt.date(2026, 1, 1), decided_by=offices.five.hr, decided_at="2026-01-01T03:00:00Z",
    )  # fmt: skip
    assert "bunyi nilai berubah" in page(client, offices.legal, RULE)
    assert "1 nilai nonaktif lagi" in page(client, offices.legal, RULES)
