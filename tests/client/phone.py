"""A whole phone: signs in, enrols, asks, gathers, signs, keeps, sends, and reads the verdict."""

import json
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import rfc8785

from tests.client.bundle import ANDROID, Evidence, Signed, fix_at, sign, ticket_nonce, witness_digest
from tests.client.keys import PageKey, Passkey, b64url, unb64url
from tests.client.transport import Transport

# (moves asked, offsets in ms) -> JPEG frames
Camera = Callable[[Sequence[Mapping[str, Any]], Sequence[int]], Sequence[bytes]]
API = "/api/v1"


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    body: Any

    @property
    def code(self) -> str | None:
        """The reason's code where the server said no."""
        return self.body.get("code") if isinstance(self.body, dict) else None


def times_over(duration_ms: int, frames: int) -> list[int]:
    """Offsets of so many frames, evenly over the whole capture."""
    step = duration_ms / max(frames - 1, 1)
    return [round(number * step) for number in range(frames)]


@dataclass
class Phone:
    """A phone with its keys. `camera` makes frames; `here` is where it is; `now_ms` its own clock."""

    transport: Transport
    camera: Camera
    here: tuple[float, float] = (0.0, 0.0)
    passkey: Passkey = field(default_factory=Passkey)
    page_key: PageKey = field(default_factory=PageKey)
    now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000
    origin: str = "http://localhost:8000"
    csrf: str = ""
    anchor: str = ""
    elapsed_ms: int | None = 0
    tickets: list[dict[str, Any]] = field(default_factory=list)

    # Talking

    def ask(self, method: str, path: str, says: Any = None) -> Answer:
        """A JSON request by session."""
        headers = {"User-Agent": ANDROID, "Accept": "application/json", "Origin": self.origin}
        body = b""
        if says is not None:
            headers["Content-Type"], body = "application/json", json.dumps(says).encode()
        if self.csrf:
            headers |= {"X-CSRFToken": self.csrf, "Referer": self.origin + "/"}
        return _answer(self.transport.send(method, API + path, headers, body))

    def post(self, bundle: Signed) -> Answer:
        """Send a bundle: no cookie is needed and no token."""
        content_type, body = bundle.body()
        return self.post_raw(content_type, body)

    def post_raw(self, content_type: str, body: bytes, **headers: str) -> Answer:
        """Send any body to where bundles go."""
        told = {"User-Agent": ANDROID, "Content-Type": content_type, "Content-Length": str(len(body))} | headers
        return _answer(self.transport.send("POST", API + "/checkins", told, body))

    # Signing in and enrolling

    def sign_in(self, nip: str, password: str) -> Answer:
        """Open a session."""
        answer = self.ask("POST", "/session", {"nip": nip, "password": password})
        if answer.status == 200:
            self.csrf = answer.body["csrf"]
        return answer

    def enrol(self, code: str, selfies: Sequence[bytes]) -> Answer:
        """Type the officer's code, make the keys, photograph, send."""
        begun = self.ask("POST", "/enrolments/code", {"code": code, "page_key": self.page_key.thumbprint.hex()})
        if begun.status != 200:
            return begun
        if begun.body["new_page_key"]:
            self.page_key = PageKey()
        challenge = unb64url(begun.body["challenge"])
        times = times_over(begun.body["duration_ms"], begun.body["frames"])
        fields = {"times_ms": json.dumps(times)}
        if begun.body["creation"] is not None:
            fields |= {
                "registration": json.dumps(self.passkey.create(challenge)),
                "page_key": b64url(self.page_key.spki),
                "page_signature": b64url(self.page_key.sign(challenge)),
            }
        shots = self.camera(begun.body["moves"], times)
        content_type, body = _form(fields, {"selfie": selfies, "frame": shots})
        headers = {"User-Agent": ANDROID, "Content-Type": content_type, "X-CSRFToken": self.csrf}
        headers |= {"Referer": self.origin + "/", "Origin": self.origin}
        return _answer(self.transport.send("POST", f"{API}/enrolments/{begun.body['id']}/complete", headers, body))

    # Checking in

    def challenge(self, purpose: str = "in", **more: Any) -> Answer:
        """Ask for a challenge, and keep the anchor that comes with it."""
        wish = {"purpose": purpose, "page_key": self.page_key.thumbprint.hex()} | more
        answer = self.ask("POST", "/challenges", wish)
        if answer.status == 200:
            self.anchor = answer.body["anchor"]
        return answer

    def fetch_tickets(self) -> Answer:
        """Ask for offline tickets."""
        answer = self.ask("POST", "/tickets", {})
        if answer.status == 200:
            self.anchor = answer.body["anchor"]
            self.tickets = [ticket | {"next": 0} for ticket in answer.body["tickets"]]
        return answer

    def gather(self, asked: Mapping[str, Any], purpose: str = "in", **changes: Any) -> Evidence:
        """Evidence for a challenge: frames by the camera, fixes of where the phone is."""
        times = times_over(asked["duration_ms"], asked["frames"])
        now = self.now_ms()
        evidence = Evidence(
            purpose=purpose,
            anchor=self.anchor,
            elapsed_ms=self.elapsed_ms,
            wall_ms=now,
            challenge=asked["id"],
            frames=list(self.camera(asked["moves"], times)) if asked["frames"] else [],
            times_ms=times if asked["frames"] else [],
            fixes=[fix_at(*self.here, time_ms=now + 300 * n, at_ms=300 * n) for n in range(asked["fixes"])],
            origin=self.origin,
        )
        return replace(evidence, **changes)

    def sign(self, evidence: Evidence, nonce: str | bytes) -> Signed:
        """Sign evidence with both keys."""
        raw = unb64url(nonce) if isinstance(nonce, str) else nonce
        return sign(evidence.payload(self.page_key), evidence.frames, raw, self.passkey, self.page_key)

    def bundle(self, purpose: str = "in", *, step_up_of: str | None = None, **changes: Any) -> Signed:
        """A signed bundle for a new challenge. Raises AssertionError where none is given."""
        more = {} if step_up_of is None else {"step_up_of": step_up_of}
        asked = self.challenge(purpose, **more)
        assert asked.status == 200, asked
        evidence = self.gather(asked.body, purpose, **({"step_up_of": step_up_of} | changes))
        return self.sign(evidence, asked.body["nonce"])

    def offline_bundle(self, purpose: str, draw: Callable[[bytes, int], Mapping[str, Any]], **changes: Any) -> Signed:
        """A signed bundle on the next use of a ticket. `draw(nonce, count)` -> {"moves", "duration_ms"}."""
        ticket = next(one for one in self.tickets if one["next"] < one["uses"])
        counter, ticket["next"] = ticket["next"], ticket["next"] + 1
        nonce = ticket_nonce(unb64url(ticket["seed"]), counter)
        asked = {**draw(nonce, ticket["moves"]), "id": None, "frames": ticket["frames"], "fixes": ticket["fixes"]}
        used = {"id": ticket["id"], "counter": counter}
        return self.sign(self.gather(asked, purpose, **({"challenge": None, "ticket": used} | changes)), nonce)

    def check_in(self, purpose: str = "in", **changes: Any) -> Answer:
        """Challenge, gather, sign, send."""
        return self.post(self.bundle(purpose, **changes))

    def verdict(self, public_id: str, seconds: float = 30.0) -> Answer:
        """The verdict of an attempt, asked for until there is one."""
        end = time.monotonic() + seconds
        while True:
            answer = self.ask("GET", f"/checkins/{public_id}")
            if answer.status != 200 or answer.body["outcome"] is not None or time.monotonic() > end:
                return answer
            time.sleep(0.4)

    # Vouching

    def vouch(self, person: int, purpose: str = "in", but: Mapping[str, Any] | None = None) -> Answer:
        """Vouch for somebody with this phone's passkey; `but` says something else in the statement."""
        asked = self.ask("POST", "/attestations/challenges", {"person": person, "purpose": purpose})
        if asked.status != 200:
            return asked
        says = {
            "v": 1,
            "origin": self.origin,
            "challenge": asked.body["id"],
            "person": person,
            "purpose": purpose,
            "checkin": None,
            "reason": "no_phone",
            "words": "",
        } | dict(but or {})
        payload = rfc8785.dumps(says)
        assertion = self.passkey.get(witness_digest(unb64url(asked.body["nonce"]), payload))
        return self.ask("POST", "/attestations", {"payload": b64url(payload), "assertion": assertion})


def _answer(said: tuple[int, bytes]) -> Answer:
    status, body = said
    try:
        return Answer(status, json.loads(body) if body else None)
    except ValueError:
        return Answer(status, body)


def _form(fields: Mapping[str, str], files: Mapping[str, Sequence[bytes]]) -> tuple[str, bytes]:
    mark = f"----nyata{secrets.token_hex(12)}"
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields.items()
    ]
    for name, pictures in files.items():
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}.jpg"\r\n'.encode()
        parts += [head + b"Content-Type: image/jpeg\r\n\r\n" + picture + b"\r\n" for picture in pictures]
    return f"multipart/form-data; boundary={mark}", b"".join(parts) + f"--{mark}--\r\n".encode()
