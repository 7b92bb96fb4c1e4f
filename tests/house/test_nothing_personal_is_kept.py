"""No page of somebody signed in is kept by a browser or a proxy: every address is opened, and its answer looked at."""

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from nyata.people.tests.asking import signed_in
from nyata.people.tests.factories import Cast, cast

# The service worker's script says nothing about anybody, and browsers ask for it anew.
OF_NOBODY = {"checkins:worker"}
PARTS = {"int": 1, "uuid": uuid.UUID(int=1), "string": "pegawai", "slug": "annual", "isodate": dt.date(2026, 1, 19)}


def patterns(among: list[Any], space: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every page by its name, with something for each part of its address."""
    for one in among:
        if isinstance(one, URLResolver) and not str(one.pattern).startswith("api"):
            yield from patterns(one.url_patterns, f"{one.namespace}:" if one.namespace else space)
        elif isinstance(one, URLPattern) and one.name:
            kinds = {part: type(found).__name__ for part, found in one.pattern.converters.items()}
            yield (
                space + one.name,
                {part: PARTS[kind.removesuffix("Converter").lower()] for part, kind in kinds.items()},
            )


@pytest.fixture(scope="module")
def addresses() -> list[tuple[str, dict[str, Any]]]:
    return list(patterns(get_resolver().url_patterns))


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


def is_kept(header: str) -> bool:
    said = {part.strip() for part in header.split(",")}
    return not ("no-store" in said or {"private", "no-cache"} <= said)


@pytest.mark.parametrize("who", ["servant", "supervisor", "operator", "hr", "auditor", "executive"])
def test_no_page_of_somebody_signed_in_is_kept(
    who: str, people: Cast, addresses: list[tuple[str, dict[str, Any]]], client: Client
) -> None:
    assert len(addresses) > 60
    person = getattr(people, who)
    signed_in(client, person)
    kept = {}
    for name, parts in addresses:
        # Of numbers their own: where that is nothing, "not found" is a page too.
        filled = {part: person.pk if value == PARTS["int"] else value for part, value in parts.items()}
        answer = client.get(reverse(name, kwargs=filled))
        assert answer.status_code < 500, name
        if answer.status_code == 405:  # a button: it answers nothing to who only looks
            continue
        if name not in OF_NOBODY and is_kept(answer.headers.get("Cache-Control", "")):
            kept[name] = (answer.status_code, answer.headers.get("Cache-Control"))
    assert kept == {}


def test_what_belongs_to_nobody_says_nothing_of_anybody(people: Cast, client: Client) -> None:
    for name in OF_NOBODY:
        of_nobody = client.get(reverse(name)).content
        assert signed_in(client, people.servant).get(reverse(name)).content == of_nobody


def test_an_answer_of_the_api_is_not_kept_either(people: Cast, client: Client) -> None:
    signed_in(client, people.supervisor)
    for address in ("checkins", "team/today", "reviews", "attestations/people"):
        assert not is_kept(client.get(f"/api/v1/{address}").headers["Cache-Control"]), address
