"""Indonesian until somebody switches; times and dates follow the language."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import translation

from nyata.config.templatetags import nyata as filters

MOMENT = dt.datetime(2026, 1, 19, 0, 28, 41, tzinfo=dt.UTC)  # a Monday, 07.28.41 in Jakarta


def test_times_and_dates_are_written_the_indonesian_way():
    with translation.override("id"):
        assert (filters.jam(MOMENT), filters.jam_detik(MOMENT)) == ("07.28", "07.28.41")
        assert (filters.jam(dt.time(7, 30)), filters.jam(None)) == ("07.30", "–")
        assert filters.tanggal(MOMENT) == "Senin, 19 Januari 2026"
        assert filters.tanggal_singkat(MOMENT) == "19 Jan 2026"


def test_in_english_they_are_written_the_english_way():
    with translation.override("en"):
        assert (filters.jam(MOMENT), filters.jam_detik(MOMENT)) == ("07:28", "07:28:41")
        assert (filters.jam(dt.time(7, 30)), filters.jam(None)) == ("07:30", "–")
        assert filters.tanggal(MOMENT) == "Monday, 19 January 2026"
        assert filters.tanggal_singkat(MOMENT) == "19 Jan 2026"


@pytest.mark.django_db
def test_a_browser_that_prefers_english_gets_indonesian():
    page = Client(headers={"Accept-Language": "en-US,en;q=0.9"}).get("/masuk/")
    assert page.headers["Content-Language"] == "id"
    assert "Kata sandi" in page.content.decode()


@pytest.mark.django_db
def test_who_switched_gets_english():
    client = Client()
    client.post("/bahasa/", {"language": "en"})
    page = client.get("/masuk/")
    assert page.headers["Content-Language"] == "en"
    assert '<html lang="en">' in page.content.decode()
    assert "Password" in page.content.decode()


@pytest.mark.django_db
def test_a_language_nobody_wrote_is_indonesian():
    client = Client()
    client.cookies["django_language"] = "xx"
    assert client.get("/masuk/").headers["Content-Language"] == "id"
