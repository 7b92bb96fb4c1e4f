"""Short ways to ask in tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

import pytest
import rfc8785

from nyata.core.refusal import Refused
from nyata.ledger.models import Opening
from nyata.people.models import Person


@contextmanager
def refused(code: StrEnum, words: str = "") -> Iterator[None]:
    """The block is refused with exactly this code, and a sentence that holds the words."""
    with pytest.raises(Refused) as found:
        yield
    assert found.value.code is code
    assert found.value.sentence
    assert words in found.value.sentence


def entries(kind: str) -> list[bytes]:
    """The contents of the ledger's entries of a kind, oldest first."""
    return [bytes(found.content) for found in Opening.objects.filter(kind=kind).order_by("leaf_id")]


def says(content: bytes, **facts: object) -> bool:
    """Whether a ledger entry holds these facts."""
    return all(rfc8785.dumps({name: value})[1:-1] in content for name, value in facts.items())


def signed_in(client, person: Person):
    """The test client as that person."""
    client.force_login(person, backend="nyata.accounts.backends.NipBackend")
    return client
