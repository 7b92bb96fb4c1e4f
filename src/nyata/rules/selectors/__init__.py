"""The one door to the policy of a day, and what its pages list."""

from nyata.rules.selectors.pages import Chapter, Line, Signature, Told, chapters, find, signatures, told
from nyata.rules.selectors.today import (
    FRESH,
    activations,
    book,
    decisions_on,
    decisions_on_other_words,
    forget,
    is_off,
    policy_on,
    read_activations,
    standing,
)

__all__ = [
    "FRESH",
    "Chapter",
    "Line",
    "Signature",
    "Told",
    "activations",
    "book",
    "chapters",
    "decisions_on",
    "decisions_on_other_words",
    "find",
    "forget",
    "is_off",
    "policy_on",
    "read_activations",
    "signatures",
    "standing",
    "told",
]
