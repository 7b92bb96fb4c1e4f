"""Every word the interface says exists in Indonesian, and its English is complete."""

import ast
import re
from pathlib import Path

import polib

from nyata.core.reasons import Reason
from tests.house.test_house_rules import ROOT, name, sources, tracked

CATALOGUE = ROOT / "src/nyata/config/locale/en/LC_MESSAGES/django.po"
MARKS = {"_", "gettext", "gettext_lazy", "gettext_noop", "pgettext", "ngettext", "ngettext_lazy"}
TRANSLATE = re.compile(r"{%-?\s*translate\s+(?:\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)')")
UNDERSCORE = re.compile(r"_\(\"((?:[^\"\\]|\\.)*)\"\)")
BLOCK = re.compile(r"{%\s*blocktranslate\b([^%]*)%}(.*?){%\s*endblocktranslate\s*%}", re.S)


def words_in_python(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            found |= {
                part.value for part in node.args[:2] if isinstance(part, ast.Constant) and isinstance(part.value, str)
            }
    return found


def words_in_template(path: Path) -> set[str]:
    text = path.read_text()
    found = {one or two for one, two in TRANSLATE.findall(text)} | set(UNDERSCORE.findall(text))
    for options, body in BLOCK.findall(text):
        for part in re.split(r"{%\s*plural\s*%}", body):
            plain = re.sub(r"{{\s*([\w.]+)\s*}}", r"%(\1)s", part)
            if "trimmed" in options:
                plain = " ".join(line.strip() for line in plain.strip().splitlines())
            found.add(plain)
    return found


def test_every_word_of_the_interface_has_its_english() -> None:
    catalogue = {entry.msgid for entry in polib.pofile(str(CATALOGUE)) if entry.translated()}
    catalogue |= {e.msgid_plural for e in polib.pofile(str(CATALOGUE)) if e.msgid_plural and e.translated()}
    missing = {}
    for path in [*sources(), *tracked(".html")]:
        if not path.is_relative_to(ROOT / "src"):
            continue
        words = words_in_python(path) if path.suffix == ".py" else words_in_template(path)
        if lacking := sorted(word for word in words if word and word not in catalogue):
            missing[name(path)] = lacking
    assert not missing


def test_english_keeps_the_places_for_names_and_numbers() -> None:
    broken = []
    for entry in polib.pofile(str(CATALOGUE)):
        holes = re.compile(r"%\(\w+\)[sd]|{\w*}")
        if entry.msgstr and sorted(holes.findall(entry.msgid)) != sorted(holes.findall(entry.msgstr)):
            broken.append(entry.msgid)
    assert not broken


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
