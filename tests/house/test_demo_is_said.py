"""In the demo every page says that it is one, whoever opens it and whatever went wrong; elsewhere none does."""

import pytest
from django.test import Client
from django.urls import reverse

from nyata.config import errors
from nyata.people.tests.asking import signed_in
from nyata.people.tests.factories import cast
from tests.house.test_nothing_personal_is_kept import PARTS, addresses

__all__ = ["addresses"]
SAID = "semua orang dan data di sini rekaan"
PIECES = {"attendance:totals"}  # rows that a page fetches into itself


def is_page(answer) -> bool:
    kind = answer.headers.get("Content-Type", "")
    return kind.startswith("text/html") and answer.status_code not in (301, 302, 405)


@pytest.mark.parametrize("who", ["servant", "supervisor", "operator", "hr", "auditor", "executive"])
def test_every_page_says_that_it_is_a_demo(who: str, db, addresses, client: Client) -> None:
    person = getattr(cast(), who)
    signed_in(client, person)
    silent = {}
    for name, parts in addresses:
        filled = {part: person.pk if value == PARTS["int"] else value for part, value in parts.items()}
        answer = client.get(reverse(name, kwargs=filled))
        if is_page(answer) and name not in PIECES and SAID not in answer.content.decode():
            silent[name] = answer.status_code
    assert silent == {}


def test_so_do_the_sign_in_the_documentation_of_the_api_and_what_went_wrong(db, client: Client, rf) -> None:
    # Swagger's page shows the description that stands in the document.
    for address in ("/masuk/", "/absen/luring/", "/tidak-ada/", "/api/openapi.json"):
        assert SAID in client.get(address).content.decode(), address
    for handler in (errors.bad_request, errors.forbidden, errors.server_error):
        assert SAID in handler(rf.get("/")).content.decode()


def test_elsewhere_no_page_says_it(db, client: Client, settings) -> None:
    settings.DEMO = False
    assert SAID not in client.get("/masuk/").content.decode()
