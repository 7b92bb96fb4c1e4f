"""The pages that need a browser of today ask for one, by a script that any browser can read."""

import pytest

from nyata.people.tests.asking import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/absen/", "/pendataan/"])
def test_both_pages_look_at_the_browser_and_have_the_sentence(world, client, address):
    assert world.phone
    page = signed_in(client, world.cast.servant).get(address).content.decode()
    assert 'id="old-browser"' in page
    assert "Peramban ini terlalu lama untuk absen" in page
    assert '<script defer src="/static/phone/old.js"></script>' in page
