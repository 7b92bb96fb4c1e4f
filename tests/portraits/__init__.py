"""Rendered test people: one public-domain portrait, warped through its own face mesh.

Good for the project's own tests and no proof of liveness: a rendered turn passes the deep look, which is one of
the things that no page may claim to stop.
"""

from tests.portraits.attacks import bent_photo, flat_photo
from tests.portraits.mjpeg import CHROMIUM_FPS, write_mjpeg
from tests.portraits.performing import Asked, burst, perform, selfies
from tests.portraits.rendering import HEIGHT, WIDTH, Portrait, astronaut, encode, nod, render
from tests.portraits.somebody import another_person

__all__ = [
    "CHROMIUM_FPS",
    "HEIGHT",
    "WIDTH",
    "Asked",
    "Portrait",
    "another_person",
    "astronaut",
    "bent_photo",
    "burst",
    "encode",
    "flat_photo",
    "nod",
    "perform",
    "render",
    "selfies",
    "write_mjpeg",
]
