"""Every word the interface says exists in Indonesian, and its English is complete."""

import os
import re
from pathlib import Path

import messages  # tests/conftest.py puts tools/ on the path
import polib
import pytest

from nyata.core.reasons import Reason
from tests.house.test_house_rules import tracked


@pytest.fixture(scope="module")
def english() -> polib.POFile:
    return polib.pofile(str(messages.CATALOGUE))


def test_every_word_of_the_interface_has_its_english(english: polib.POFile) -> None:
    known = messages.words_of_catalogue(english)
    assert {word: files for word, files in messages.words_of_the_interface().items() if word not in known} == {}


def test_the_catalogue_keeps_no_word_that_nobody_says(english: polib.POFile) -> None:
    assert messages.words_of_catalogue(english) - set(messages.words_of_the_interface()) == set()


def test_english_keeps_the_places_for_names_and_numbers(english: polib.POFile) -> None:
    holes = re.compile(r"%\(\w+\)[sd]|{\w*}|%[snp]\b|</?b>")
    broken = [
        entry.msgid
        for entry in english
        for words in (entry.msgstr, *entry.msgstr_plural.values())
        if words and sorted(holes.findall(entry.msgid)) != sorted(holes.findall(words))
    ]
    assert not broken


def test_words_are_found_wherever_they_are_marked(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        """{% translate "Masuk" context "akun" %} {% translate 'Keluar' as out %} {% translate "5 %" %}
        {{ name|default:_("HP") }}
        {% blocktranslate trimmed count n=all with at=when|jam %}
          {{ n }} absen
          pukul {{ at }}{% plural %}{{ n }} absen{% endblocktranslate %}"""
    )
    assert messages.words_in_template(page) == {
        messages.Word("Masuk", None, "akun"),
        messages.Word("Keluar"),
        messages.Word("HP"),
        messages.Word("5 %%"),
        messages.Word("%(n)s absen pukul %(at)s", "%(n)s absen"),
    }
    script = tmp_path / "script.py"
    script.write_text(
        'a = _("Satu"), ngettext("%(n)s hari", "%(n)s hari", n), pgettext("jam", "H.i"), _(sentence), f("Dua")'
    )
    assert messages.words_in_python(script) == {
        messages.Word("Satu"),
        messages.Word("%(n)s hari", "%(n)s hari"),
        messages.Word("H.i", None, "jam"),
    }


def test_a_catalogue_that_is_newer_is_compiled_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "en/LC_MESSAGES"
    folder.mkdir(parents=True)
    source, built = folder / "django.po", folder / "django.mo"
    monkeypatch.setattr(messages, "LOCALE", tmp_path)
    for english, moment in (("Sign in", 2_000_000_000), ("Enter", 2_000_000_100)):
        source.write_text(f'msgid "Masuk"\nmsgstr "{english}"\n')
        os.utime(source, (moment, moment))
        messages.compile_catalogues()
        assert [entry.msgstr for entry in polib.mofile(str(built))] == [english]
        os.utime(built, (moment, moment))
    assert [path.name for path in sorted(folder.iterdir())] == ["django.mo", "django.po"]


def test_every_reason_says_in_a_sentence_what_to_do_and_accuses_nobody() -> None:
    accusing = re.compile(r"\b(palsu|pelanggar|terduga|curang|kasus|bohong)\b", re.I)
    for reason in Reason:
        assert re.search(r"[.!?]$", reason.sentence), reason
        assert len(reason.sentence.split()) >= 3, reason
        assert not accusing.search(reason.sentence), reason


def test_every_reason_is_named_in_a_test() -> None:
    tests = " ".join(path.read_text() for path in tracked(".py") if "tests" in path.parts)
    silent = [r.name for r in Reason if f"Reason.{r.name}" not in tests and f'"{r.value}"' not in tests]
    assert not silent
