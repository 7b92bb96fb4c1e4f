"""Paper: a template of ours and what it is to say become a PDF/A. Words never become a program: they go in as JSON."""

import datetime as dt
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import typst

PAPER = Path(__file__).parent / "paper"
# 2b keeps how it looks for good; 2a also how it reads aloud, at thirty times the size.
Standard = Literal["a-2a", "a-2b"]


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Only those inside the typesetter: a paper looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def typeset(template: str, doc: Mapping[str, Any], *, made_at: dt.datetime, standard: Standard) -> bytes:
    """A PDF/A of paper/<template>.typ. The same words and time give the same bytes.

    Raises typst.TypstError where the template is wrong; nothing in `doc` can make it so but a missing key.
    """
    made = typst.compile(
        PAPER / f"{template}.typ",
        root=PAPER,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"doc": json.dumps(doc, ensure_ascii=False)},
        pdf_standards=[standard],
        pdf_tags=standard == "a-2a",
        timestamp=made_at.astimezone(dt.UTC).replace(microsecond=0),
    )
    assert isinstance(made, bytes)
    return made
