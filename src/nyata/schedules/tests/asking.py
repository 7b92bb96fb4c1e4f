"""Short ways to ask in tests."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from nyata.schedules.refusals import Code, Refused


@contextmanager
def refused(code: Code, words: str = "") -> Iterator[None]:
    """The block is refused with exactly this code, and a sentence that holds the words."""
    with pytest.raises(Refused) as found:
        yield
    assert found.value.code == code
    assert words in found.value.sentence
