"""A rule that nothing reads is no rule: every key is used by code, or shown where somebody decides by it."""

import re
from pathlib import Path

from nyata.core import policy

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "src/nyata"
# Whole files are read by going over their keys: the templates of the allowance, and the times that the notice names.
WHOLE = re.compile(r"allowance\.|privacy\.retention\.")


def words_of_code() -> str:
    """Code and templates, without tests and migrations. The page of all rules names no key."""
    found = [path for path in SOURCES.rglob("*") if path.suffix in (".py", ".html")]
    return "\n".join(path.read_text() for path in found if not {"tests", "migrations"} & set(path.parts))


def test_every_key_is_read_by_code_or_shown_where_somebody_decides() -> None:
    code = words_of_code()
    unread = [
        key
        for key in policy.load(ROOT / "policy").keys
        if not WHOLE.match(key) and not re.search(rf"""[."'\[]{key.rsplit(".", 1)[1]}\b""", code)
    ]
    assert not unread, "use it, show it with the tag `said` where somebody decides by it, or delete it"
