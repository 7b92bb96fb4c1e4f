"""Stand-ins for a camera and a network: small photographs of nothing, and Django's own test client."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import cv2
import numpy as np
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory


class DjangoTransport:
    """The phone's requests through Django's test client, with its cookies and every middleware."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> tuple[int, bytes]:
        told = {name: value for name, value in headers.items() if name.lower() != "content-type"}
        media = headers.get("Content-Type", "application/octet-stream")
        answer = self.client.generic(method, path, body, content_type=media, headers=told)
        return answer.status_code, answer.content

    def token(self) -> str:
        """A CSRF token with its cookie, as a page would have handed it out."""
        request = RequestFactory().get("/")
        token = get_token(request)
        self.client.cookies["csrftoken"] = request.META["CSRF_COOKIE"]
        return token


@cache
def noise(seed: int, side: int = 160) -> bytes:
    """A JPEG of coloured noise: a whole photograph with nobody in it."""
    picture = np.random.default_rng(seed).integers(0, 255, (side, side, 3), dtype=np.uint8)
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 60])[1].tobytes()


_seeds = iter(range(1, 10_000_000))


def snapshots(moves: Sequence[Mapping[str, Any]], times_ms: Sequence[int]) -> list[bytes]:
    """A camera that nobody stands before: different noise every time."""
    start = next(_seeds) * 100
    return [noise(start + number) for number in range(len(times_ms))]
