"""Somebody before the fake camera who does what the page asks, like a person who follows instructions."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import BrowserContext, Error, Route

from tests.portraits import Portrait, flat_photo, perform, write_mjpeg

FPS = 15
# The page's camera needs a moment to open, and the film must not begin again before the burst is over.
SPARE_MS = 1500
# The page waits here until the film for this capture is written: a camera shows what happens after it was opened.
WAIT_FOR_THE_FILM = """
const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (wish) => { await window.prepareTheFilm(); return open(wish); };
"""


class Sitter:
    """`asked` holds the moves of the captures to come, oldest first; without any, the sitter looks straight."""

    def __init__(self, camera: Path, portrait: Portrait | None = None) -> None:
        self.camera = camera
        self.portrait = portrait
        self.asked: list[list[dict[str, Any]]] = []
        self.play: Callable[[Sequence[dict[str, Any]], float], list[bytes]] = self.perform

    def perform(self, moves: Sequence[dict[str, Any]], duration_ms: float) -> list[bytes]:
        """The moves, done by a person."""
        return perform(moves, duration_ms, FPS, portrait=self.portrait)

    def tilt_a_photo(self, moves: Sequence[dict[str, Any]], duration_ms: float) -> list[bytes]:
        """A printed photograph of the person, tilted left and right and moved about."""
        return flat_photo(np.arange(0, duration_ms, 1000 / FPS).tolist(), portrait=self.portrait)

    def sit(self, context: BrowserContext) -> None:
        """Takes a seat before the camera of every page of this context."""
        context.expose_binding("prepareTheFilm", lambda source: self._write_film())
        context.add_init_script(WAIT_FOR_THE_FILM)
        context.route("**/api/v1/challenges", self._listen)
        context.route("**/api/v1/enrolments/code", self._listen)

    def _listen(self, route: Route) -> None:
        """Hears what the server asks of the page; without a server there is nothing to hear."""
        try:
            response = route.fetch()
        except Error:
            route.abort()
            return
        if response.ok:
            says = response.json()
            self.asked = [[], says["moves"]] if says.get("selfies") else [says["moves"]]
        route.fulfill(response=response)

    def _write_film(self) -> None:
        moves = self.asked.pop(0) if self.asked else []
        end = max((move["to_ms"] for move in moves), default=2500)
        write_mjpeg(self.camera, self.play(moves, end + SPARE_MS), FPS)
