"""The English catalogue; Indonesian is the language of the sources.

tools/messages.py              compile every django.po that is newer than its django.mo
tools/messages.py --extract    before that, take up new words and drop old ones; names what has no English
"""

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import polib

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "src/nyata"
LOCALE = SOURCES / "config/locale"
CATALOGUE = LOCALE / "en/LC_MESSAGES/django.po"

PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop", "translate"}
COUNTED = {"ngettext", "ngettext_lazy"}
IN_CONTEXT = {"pgettext", "pgettext_lazy"}

QUOTED = r"(?:\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)')"
TRANSLATE = re.compile(rf"{{%\s*translate\s+{QUOTED}(?:[^%]*?\bcontext\s+{QUOTED})?")
UNDERSCORE = re.compile(rf"\b_\({QUOTED}\)")
BLOCK = re.compile(r"{%\s*blocktranslate\b((?:[^%]|%(?!}))*)%}(.*?){%\s*endblocktranslate\s*%}", re.S)
PLURAL = re.compile(r"{%\s*plural\s*%}")
VARIABLE = re.compile(r"{{\s*(.+?)\s*}}")


class Word(NamedTuple):
    """What gettext is asked for. `plural` is None where nothing is counted, `context` where there is one meaning."""

    singular: str
    plural: str | None = None
    context: str | None = None


def words_in_python(path: Path) -> set[Word]:
    """The words that calls of gettext's functions name in so many letters."""
    return {word for node in ast.walk(ast.parse(path.read_text())) if (word := _word_of_call(node))}


def words_in_template(path: Path) -> set[Word]:
    """The words of translate, blocktranslate and `_("..")`, as Django asks for them."""
    text = path.read_text()
    found = {Word(_literal(*one[:2]), None, "".join(one[2:]) or None) for one in TRANSLATE.findall(text)}
    found |= {Word(_literal(*one)) for one in UNDERSCORE.findall(text)}
    for options, body in BLOCK.findall(text):
        parts = [_block_text(part, "trimmed" in options.split()) for part in PLURAL.split(body)]
        found.add(Word(*parts))
    return {word for word in found if word.singular}


def words_of_the_interface() -> dict[Word, list[str]]:
    """Every marked word with the files that say it. One that is counted anywhere is counted everywhere."""
    found: dict[Word, list[str]] = {}
    for path in _marked_files():
        read = words_in_python if path.suffix == ".py" else words_in_template
        for word in sorted(read(path), key=str):
            found.setdefault(word, []).append(path.relative_to(ROOT).as_posix())
    for counted in [word for word in found if word.plural]:
        if files := found.pop(Word(counted.singular, None, counted.context), None):
            found[counted] += files
    return found


def words_of_catalogue(entries: Iterable[polib.POEntry]) -> set[Word]:
    """What a catalogue has translated."""
    return {Word(e.msgid, e.msgid_plural or None, e.msgctxt) for e in entries if e.translated()}


def extract() -> list[str]:
    """Bring the catalogue to the words of the sources, in the order of the files. Returns those without English."""
    catalogue = polib.pofile(str(CATALOGUE), wrapwidth=0)
    known = {Word(e.msgid, e.msgid_plural or None, e.msgctxt): e for e in catalogue if not e.obsolete}
    fresh = polib.POFile(wrapwidth=0)
    fresh.metadata = catalogue.metadata
    for word in words_of_the_interface():
        fresh.append(known.get(word) or _entry(word))
    fresh.save(str(CATALOGUE))
    return [entry.msgid for entry in fresh if not entry.translated()]


def compile_catalogues() -> None:
    """Write django.mo beside each django.po that is newer. A .mo is built, so it is not committed."""
    for source in LOCALE.glob("*/LC_MESSAGES/django.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            unfinished = source.with_suffix(".mo.part")
            polib.pofile(str(source)).save_as_mofile(str(unfinished))
            unfinished.replace(target)


def _marked_files() -> Iterator[Path]:
    for path in sorted(SOURCES.rglob("*")):
        if path.suffix in {".py", ".html"} and not {"tests", "migrations"} & set(path.parts):
            yield path


def _word_of_call(node: ast.AST) -> Word | None:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
        return None
    said = [a.value if isinstance(a, ast.Constant) and isinstance(a.value, str) else "" for a in node.args[:2]]
    if not all(said[: 1 if node.func.id in PLAIN else 2]) or not said:
        return None
    if node.func.id in COUNTED:
        return Word(said[0], said[1])
    if node.func.id in IN_CONTEXT:
        return Word(said[1], None, said[0])
    return Word(said[0]) if node.func.id in PLAIN else None


def _literal(double: str, single: str) -> str:
    """The text of a template's string; Django doubles its percent signs before it asks."""
    return re.sub(r"\\(.)", r"\1", double or single).replace("%", "%%")


def _block_text(part: str, trimmed: bool) -> str:
    text = VARIABLE.sub(r"%(\1)s", part.replace("%", "%%"))
    return " ".join(line.strip() for line in text.strip().splitlines()) if trimmed else text


def _entry(word: Word) -> polib.POEntry:
    entry = polib.POEntry(msgid=word.singular, msgstr="", msgctxt=word.context)
    if word.plural:
        entry.msgid_plural, entry.msgstr_plural = word.plural, {0: "", 1: ""}
    return entry


if __name__ == "__main__":
    untranslated = extract() if "--extract" in sys.argv else []
    compile_catalogues()
    print("\n".join(f"no English yet: {words}" for words in untranslated), end="\n" if untranslated else "")
