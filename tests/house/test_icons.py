"""The icon of the home screen: PNG where a phone knows no SVG, drawn from our own drawing."""

import icons  # tests/conftest.py puts tools/ on the path
import numpy as np
import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image


@pytest.mark.parametrize(("name", "pixels"), icons.SIZES.items())
def test_the_icon_is_the_drawing_square_and_without_holes(name, pixels):
    path = finders.find(name)
    with Image.open(path) as kept:
        assert kept.size == (pixels, pixels)
        shown = np.asarray(kept.convert("RGBA"))
    assert (shown[..., 3] == 255).all()  # iOS shows what is transparent as black
    assert tuple(shown[0, 0, :3]) == (0x0B, 0x5C, 0x5F) and tuple(shown[-1, -1, :3]) == (0x0B, 0x5C, 0x5F)
    assert (shown[..., :3] == 255).all(axis=2).mean() > 0.02  # the letter is there
    with open(path, "rb") as file:
        assert file.read() == icons.drawn(pixels)


def test_the_page_and_the_manifest_name_it(db):
    assert 'rel="apple-touch-icon"' in Client().get("/masuk/").content.decode()
    found = {one["sizes"]: one for one in Client().get("/manifest.webmanifest").json()["icons"] if "png" in one["type"]}
    assert found["512x512"]["purpose"] == "maskable" and set(found) == {"512x512", "180x180"}
