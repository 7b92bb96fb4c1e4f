"""The phone's modules by themselves: each twin of a Python rule gives what Python gives."""

import functools
import hashlib
import http.server
import json
import secrets
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from nyata.core.bundle import ticket_nonce
from nyata.core.encoding import b64url, canonical
from nyata.core.geometry import distance_outside
from nyata.core.verification import moves
from tests.browser.chromium import add_authenticator, from_b64url
from tests.portraits import perform, write_mjpeg

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
MODULES = ROOT / "src/nyata/checkins/static/phone"


class Quiet(http.server.SimpleHTTPRequestHandler):
    """The folder of modules, and an empty page at /."""

    def do_GET(self) -> None:
        if self.path != "/":
            return super().do_GET()
        body = b"<!doctype html><title>modules</title><video muted playsinline></video>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return self.wfile.write(body) and None

    def log_message(self, *args: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def folder() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(MODULES)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()


@pytest.fixture
def page(chrome: Browser, folder: str) -> Iterator[Page]:
    context = chrome.new_context(permissions=["camera"])
    page = context.new_page()
    page.goto(folder)
    yield page
    context.close()


def test_the_phone_draws_the_moves_that_the_server_draws(page: Page) -> None:
    vectors = json.loads((ROOT / "docs/algorithms/moves-vectors.json").read_text())
    drawn = page.evaluate(
        """async (vectors) => {
          const { draw } = await import("/moves.js");
          const bytes = (hex) => Uint8Array.from(hex.match(/../g), (two) => parseInt(two, 16));
          return Promise.all(vectors.map(async ({ nonce, count }) => draw(bytes(nonce), count)));
        }""",
        [v for v in vectors if v["count"]],
    )
    asked = [v for v in vectors if v["count"]]
    assert [(d["moves"], d["durationMs"]) for d in drawn] == [(v["moves"], v["duration_ms"]) for v in asked]
    again = [moves.draw(bytes.fromhex(v["nonce"]), v["count"]).as_json() for v in asked]
    assert [d["moves"] for d in drawn] == again


def test_the_phone_writes_canonical_json(page: Page) -> None:
    values = [
        {"b": [1, 2.5, None, True], "a": {"é": "\u20ac", "": "\n\u2028"}, "10": 0, "9": -0.0},
        {"latitude": -3.2411, "small": 1e-7, "large": 1e21, "third": 0.1 + 0.2, "tiny": 5e-324},
        '😀 \u0001 " \\',
    ]
    written = page.evaluate(
        """async (values) => { const { canonical } = await import("/canonical.js"); return values.map(canonical); }""",
        values,
    )
    assert [text.encode() for text in written] == [canonical(value) for value in values]


def test_the_phone_writes_canonical_json_as_the_published_vectors(page: Page, shared_data: Path) -> None:
    vectors = json.loads((shared_data / "vectors/jcs_vectors.json").read_text())["files"]
    written = page.evaluate(
        """async (texts) => {
          const { canonical } = await import("/canonical.js");
          return texts.map((text) => canonical(JSON.parse(text)));
        }""",
        [vector["input_utf8"] for vector in vectors],
    )
    assert written == [vector["expected_utf8"] for vector in vectors]


def test_not_a_number_is_never_signed(page: Page) -> None:
    said = page.evaluate(
        """async () => {
          const { canonical } = await import("/canonical.js");
          try { return canonical({ a: NaN }); } catch (error) { return error.name; }
        }"""
    )
    assert said == "RangeError"


@pytest.mark.parametrize("counter", [0, 1, 255, 256, 65_535])
def test_a_ticket_gives_the_nonce_that_the_server_expects(page: Page, counter: int) -> None:
    seed = secrets.token_bytes(32)
    nonce = page.evaluate(
        """async ([seed, counter]) => {
          const { nonceOf } = await import("/tickets.js");
          const { decode, encode } = await import("/b64url.js");
          return encode(await nonceOf(decode(seed), counter));
        }""",
        [b64url(seed), counter],
    )
    assert from_b64url(nonce) == ticket_nonce(seed, counter)


SQUARE = {
    "type": "Polygon",
    "coordinates": [
        [[105.39, -3.242], [105.392, -3.242], [105.392, -3.24], [105.39, -3.24], [105.39, -3.242]],
        [[105.3905, -3.2415], [105.391, -3.2415], [105.391, -3.241], [105.3905, -3.241], [105.3905, -3.2415]],
    ],
}
CIRCLE = {"type": "Point", "coordinates": [105.3907, -3.2411]}


@pytest.mark.parametrize(("shape", "radius"), [(CIRCLE, 60.0), (SQUARE, None)], ids=["circle", "polygon with a hole"])
def test_the_ready_light_measures_as_the_server_does(page: Page, shape: dict, radius: float | None) -> None:
    places = [(-3.2411, 105.3907), (-3.2411, 105.3915), (-3.2500, 105.3907), (-3.2412, 105.3907), (-3.2401, 105.3919)]
    measured = page.evaluate(
        """async ([site, places]) => {
          const { metresOutside } = await import("/fence.js");
          return places.map(([latitude, longitude]) => metresOutside(site, latitude, longitude));
        }""",
        [{"shape": shape, "radius_m": radius}, places],
    )
    known = [distance_outside(shape, radius, *place) for place in places]
    assert measured == pytest.approx(known, rel=0.005, abs=0.5)


def test_the_page_key_signs_and_cannot_be_taken_out(page: Page) -> None:
    said = page.evaluate(
        """async () => {
          const keys = await import("/keys.js");
          const { encode } = await import("/b64url.js");
          await keys.makePageKey();
          const { privateKey, publicKey } = await keys.pageKey();
          const bytes = new Uint8Array(32).fill(7);
          const signature = await keys.sign(bytes);
          const isOurs = await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, publicKey, signature, bytes);
          const exported = await crypto.subtle.exportKey("pkcs8", privateKey).then(() => "exported", (e) => e.name);
          await keys.makePageKey();
          const [spki, print] = [encode(await keys.spki()), await keys.thumbprint()];
          return { isOurs, exported, length: signature.length, spki, print };
        }"""
    )
    assert said["isOurs"]
    assert said["exported"] == "InvalidAccessError"
    assert said["length"] == 64
    assert said["print"] == hashlib.sha256(from_b64url(said["spki"])).hexdigest()
    page.reload()
    assert said["print"] == page.evaluate("import('/keys.js').then((keys) => keys.thumbprint())")


def test_a_passkey_of_this_phone_signs_what_it_is_given(page: Page) -> None:
    add_authenticator(page)
    said = page.evaluate(
        """async () => {
          const { createPasskey, getAssertion } = await import("/passkey.js");
          const { encode } = await import("/b64url.js");
          const made = await createPasskey({
            challenge: encode(new Uint8Array(32)), rp: { name: "Nyata" },
            user: { id: encode(new Uint8Array(8)), name: "a", displayName: "a" },
            pubKeyCredParams: [{ type: "public-key", alg: -7 }],
          });
          const got = await getAssertion(new Uint8Array(32).fill(9), [made.id]);
          const none = await getAssertion(new Uint8Array(32), ["AAAA"]).catch((error) => error.code);
          return { made, got, none };
        }"""
    )
    client = json.loads(from_b64url(said["got"]["clientDataJSON"]))
    assert said["got"]["id"] == said["made"]["rawId"]
    assert from_b64url(client["challenge"]) == bytes([9]) * 32
    assert from_b64url(said["got"]["authenticatorData"])[32] & 0b101 == 0b101  # present and verified
    assert said["none"] == "passkey_gesture"


def test_a_burst_has_twelve_different_frames_in_time_and_under_300_kb(page: Page, camera: Path) -> None:
    asked = moves.draw(bytes(range(32)), 2)
    write_mjpeg(camera, perform(asked.as_json(), asked.duration_ms + 1000, 15, seed=1))
    burst = page.evaluate(
        """async ({ moves, durationMs }) => {
          const { openCamera, closeCamera, describeCamera } = await import("/camera.js");
          const { captureBurst } = await import("/capture.js");
          const { hex, sha256 } = await import("/b64url.js");
          const video = document.querySelector("video");
          const stream = await openCamera(video);
          const told = new Set();
          const frames = await captureBurst({
            video, moves, durationMs, frames: 12, onInstruction: (move) => told.add(move?.move ?? "straight"),
          });
          const camera = describeCamera(stream);
          closeCamera(stream);
          const bytes = await Promise.all(frames.map(({ blob }) => blob.arrayBuffer()));
          return {
            sizes: bytes.map((one) => one.byteLength), times: frames.map(({ atMs }) => atMs), told: [...told], camera,
            hashes: await Promise.all(bytes.map(async (one) => hex(await sha256(one)))),
          };
        }""",
        {"moves": asked.as_json(), "durationMs": asked.duration_ms},
    )
    assert len(burst["sizes"]) == len(set(burst["hashes"])) == 12
    assert sum(burst["sizes"]) <= 300_000
    assert burst["times"] == sorted(burst["times"])
    assert burst["times"][0] < 400
    assert asked.duration_ms - 50 < burst["times"][-1] < asked.duration_ms + 400
    assert set(burst["told"]) == {"straight", *(one.move for one in asked.moves)}
    assert "deviceId" not in burst["camera"]["settings"]


def test_what_waits_survives_a_reload_and_leaves_only_with_an_answer(page: Page) -> None:
    keep = """async () => {
      const { keep } = await import("/queue.js");
      const frames = [new Uint8Array([2]).buffer];
      const bundle = { payload: new Uint8Array([1]), frames, assertion: "{}", pageSignature: "x" };
      await keep({ purpose: "in", shownAt: 1, bundle });
    }"""
    send = """async () => {
      const { kept, sendAll } = await import("/queue.js");
      const done = await sendAll();
      const left = await kept();
      return { done, kept: left.map(({ state, answer, bundle }) => ({ state, answer, held: Boolean(bundle) })) };
    }"""
    waiting = {"done": False, "kept": [{"state": "waiting", "answer": None, "held": True}]}
    page.evaluate(keep)
    page.reload()
    page.route("**/api/v1/checkins", lambda route: route.abort())
    assert page.evaluate(send) == waiting
    answers = iter((500, 502, 503, 429, 401, 404))  # 404 without a code is no answer of ours
    page.unroute("**/api/v1/checkins")
    page.route("**/api/v1/checkins", lambda route: route.fulfill(status=next(answers), body="busy"))
    for _ in range(6):
        assert page.evaluate(send) == waiting
    page.unroute("**/api/v1/checkins")
    page.route("**/api/v1/checkins", lambda route: route.fulfill(status=410, json={"code": "ticket_expired"}))
    said = page.evaluate(send)
    assert said == {"done": True, "kept": [{"state": "refused", "answer": {"code": "ticket_expired"}, "held": False}]}
