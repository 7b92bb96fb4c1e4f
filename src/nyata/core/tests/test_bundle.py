import copy
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyata.core.bundle import FIXES, FRAMES, BundleRefused, digest, parse, payload_hash
from nyata.core.encoding import canonical
from nyata.core.reasons import Reason

ID = "0e2f6a3c-3b6f-4d5e-9c1a-1f2e3d4c5b6a"


def fix(**changes):
    says = {
        "latitude": -3.3960833,
        "longitude": 104.8314167,
        "accuracy": 12.5,
        "altitude": None,
        "altitude_accuracy": None,
        "heading": None,
        "speed": None,
        "time_ms": 1_795_000_000_000,
        "at_ms": 900,
    }
    return says | changes


def honest(**changes):
    says = {
        "v": 1,
        "origin": "https://nyata.example.go.id",
        "purpose": "in",
        "challenge": ID,
        "ticket": None,
        "step_up_of": None,
        "acted": {"anchor": "e30.e30", "elapsed_ms": 4_000, "wall_ms": 1_795_000_000_000},
        "frames": [{"sha256": f"{n:064x}", "at_ms": 400 * n} for n in range(12)],
        "fixes": [fix(at_ms=900 + n) for n in range(5)],
        "field_duty": None,
        "page_key": "ab" * 32,
        "browser": {
            "user_agent": "Mozilla/5.0 (Linux; Android 14) Chrome/130",
            "language": "id-ID",
            "time_zone": "Asia/Jakarta",
            "touch_points": 5,
            "screen": [360, 800],
            "webdriver": False,
            "camera_label": "camera2 1, facing front",
            "camera_settings": {"width": 640, "height": 480, "frameRate": 30},
            "permission_denied": [],
        },
    }
    return says | changes


def refusal(payload):
    with pytest.raises(BundleRefused) as caught:
        parse(payload)
    return caught.value.code


def changed(path, value):
    says = copy.deepcopy(honest())
    *way, last = path
    holder = says
    for step in way:
        holder = holder[step]
    holder[last] = value
    return canonical(says)


def test_an_honest_payload_is_read_whole():
    bundle = parse(canonical(honest()))
    assert str(bundle.challenge) == ID
    assert bundle.ticket is None and bundle.purpose == "in"
    assert len(bundle.frames) == 12 and bundle.frames[3].at_ms == 1200
    assert bundle.fixes[0].latitude == -3.3960833 and bundle.fixes[0].altitude is None
    assert bundle.browser.screen == (360, 800)
    assert bundle.payload == honest()


def test_a_ticket_stands_in_place_of_a_challenge():
    bundle = parse(canonical(honest(challenge=None, ticket={"id": ID, "counter": 3})))
    assert bundle.challenge is None and bundle.ticket.counter == 3


@pytest.mark.parametrize("challenge, ticket", [(None, None), (ID, {"id": ID, "counter": 0})], ids=["neither", "both"])
def test_exactly_one_question_is_answered(challenge, ticket):
    assert refusal(canonical(honest(challenge=challenge, ticket=ticket))) is Reason.MALFORMED


@pytest.mark.parametrize(
    "payload", [b"", b"{", b"[]", b"null", b"\xff", b'"x"', b"[" * 20_000, b"9" * 5000], ids=range(8)
)
def test_what_is_no_json_object_is_malformed(payload):
    assert refusal(payload) in (Reason.MALFORMED, Reason.NOT_CANONICAL)


@pytest.mark.parametrize("word", [b"NaN", b"Infinity", b"-Infinity"])
def test_a_latitude_that_is_no_number_is_malformed(word):
    assert refusal(canonical(honest()).replace(b"-3.3960833", word, 1)) is Reason.MALFORMED


@pytest.mark.parametrize(
    "spell",
    [
        lambda payload: payload + b" ",
        lambda payload: payload.replace(b'"v":1', b'"v": 1'),
        lambda payload: payload.replace(b'"v":1', b'"v":1.0'),
        lambda payload: payload.replace(b'"v":1', b'"v":1,"v":1'),
        lambda payload: payload.replace(b'"purpose":"in"', b'"purpose":"\\u0069n"'),
        lambda payload: json.dumps(json.loads(payload)).encode(),
    ],
    ids=["space", "inner space", "1.0", "key twice", "escape", "unsorted"],
)
def test_json_that_is_not_canonical_is_refused(spell):
    assert refusal(spell(canonical(honest()))) is Reason.NOT_CANONICAL


@pytest.mark.parametrize("version", [0, 2, "1", None, True])
def test_a_page_of_another_version_is_told_to_load_anew(version):
    assert refusal(canonical(honest(v=version))) is Reason.OLD_PAGE


@pytest.mark.parametrize("key", [*honest(), "extra"])
def test_a_missing_or_unknown_field_is_malformed(key):
    says = honest()
    if key == "extra":
        says[key] = 1
    else:
        del says[key]
    assert refusal(canonical(says)) in (Reason.MALFORMED, Reason.OLD_PAGE)


@pytest.mark.parametrize(
    "axis, value", [("latitude", 999), ("latitude", -90.1), ("longitude", 180.5), ("accuracy", -1), ("accuracy", 1e7)]
)
def test_a_position_that_cannot_be_is_refused(axis, value):
    assert refusal(changed(["fixes", 0, axis], value)) is Reason.POSITION_IMPOSSIBLE


@pytest.mark.parametrize(
    "axis, value", [("latitude", 90), ("latitude", -90), ("longitude", 180), ("accuracy", 0), ("accuracy", 5000)]
)
def test_the_ends_of_the_earth_are_positions(axis, value):
    assert getattr(parse(changed(["fixes", 0, axis], value)).fixes[0], axis) == value


@pytest.mark.parametrize(
    "path, value",
    [
        (["purpose"], "lunch"),
        (["purpose"], 1),
        (["challenge"], ID.upper()),
        (["challenge"], "not a uuid"),
        (["challenge"], 7),
        (["step_up_of"], ID.replace("-", "")),
        (["origin"], "x" * 301),
        (["field_duty"], ""),
        (["field_duty"], "   "),
        (["field_duty"], "x" * 301),
        (["field_duty"], "nul \x00"),
        (["page_key"], "AB" * 32),
        (["page_key"], "ab"),
        (["acted"], None),
        (["acted", "elapsed_ms"], -1),
        (["acted", "elapsed_ms"], 1.5),
        (["acted", "elapsed_ms"], True),
        (["acted", "wall_ms"], -1),
        (["acted", "wall_ms"], 10**15),
        (["acted", "anchor"], None),
        (["frames"], {}),
        (["frames", 0], []),
        (["frames", 0, "sha256"], "g" * 64),
        (["frames", 0, "at_ms"], -1),
        (["frames", 0, "at_ms"], "0"),
        (["fixes"], None),
        (["fixes", 0], {}),
        (["fixes", 0, "latitude"], None),
        (["fixes", 0, "latitude"], "0"),
        (["fixes", 0, "latitude"], True),
        (["fixes", 0, "time_ms"], 1.5),
        (["browser", "screen"], [1]),
        (["browser", "screen"], [1, 2.5]),
        (["browser", "screen"], "360x800"),
        (["browser", "webdriver"], None),
        (["browser", "camera_settings"], []),
        (["browser", "camera_label"], 7),
        (["browser", "permission_denied"], ["x" * 41]),
        (["browser", "permission_denied"], [None]),
        (["browser", "touch_points"], -1),
    ],
    ids=lambda part: str(part)[:30],
)
def test_a_value_of_the_wrong_kind_is_malformed(path, value):
    assert refusal(changed(path, value)) is Reason.MALFORMED


def test_words_about_field_duty_are_kept():
    assert (
        parse(canonical(honest(field_duty="Pendampingan desa\nPedamaran"))).field_duty == "Pendampingan desa\nPedamaran"
    )


def test_a_burst_of_200_frames_is_too_many():
    frames = [{"sha256": f"{n:064x}", "at_ms": n} for n in range(200)]
    assert refusal(canonical(honest(frames=frames))) is Reason.TOO_MANY_FRAMES


def test_the_largest_numbers_of_frames_and_fixes_are_read():
    frames = [{"sha256": f"{n:064x}", "at_ms": n} for n in range(FRAMES)]
    bundle = parse(canonical(honest(frames=frames, fixes=[fix() for _ in range(FIXES)])))
    assert (len(bundle.frames), len(bundle.fixes)) == (FRAMES, FIXES)


def test_one_fix_too_many_is_refused():
    assert refusal(canonical(honest(fixes=[fix() for _ in range(FIXES + 1)]))) is Reason.TOO_MANY_FIXES


def test_no_frames_and_no_fixes_are_read_too():
    bundle = parse(canonical(honest(frames=[], fixes=[])))
    assert bundle.frames == () and bundle.fixes == ()


def test_a_payload_of_a_megabyte_is_too_large():
    assert (
        refusal(canonical(honest(browser=honest()["browser"] | {"camera_settings": {"x": "y" * 10**6}})))
        is Reason.BODY_TOO_LARGE
    )


@pytest.mark.parametrize("times", [[0, 0], [5, 3]])
def test_frames_out_of_order_are_refused(times):
    frames = [{"sha256": "00" * 32, "at_ms": at} for at in times]
    assert refusal(canonical(honest(frames=frames))) is Reason.TIMES_OUT_OF_ORDER


def test_fixes_out_of_order_are_refused_and_equal_times_are_not():
    assert refusal(canonical(honest(fixes=[fix(at_ms=5), fix(at_ms=4)]))) is Reason.TIMES_OUT_OF_ORDER
    assert len(parse(canonical(honest(fixes=[fix(at_ms=5), fix(at_ms=5)]))).fixes) == 2


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from([*honest()]), json_values)
def test_nothing_but_a_refusal_comes_out_of_a_strange_value(key, value):
    try:
        payload = json.dumps(
            honest() | {key: value}, sort_keys=True, separators=(",", ":"), ensure_ascii=False
        ).encode()
    except UnicodeEncodeError:
        return
    try:
        parse(payload)
    except BundleRefused as refused:
        assert refused.code.status in (400, 413, 422)


@given(st.binary(max_size=200))
def test_nothing_but_a_refusal_comes_out_of_strange_bytes(payload):
    with pytest.raises(BundleRefused):
        parse(payload)


@pytest.mark.parametrize("odd", [{"a": 1e21}, {"a": [{"b": -1.7e308}]}, {"a": [[[[[[1]]]]]]}])
def test_what_a_camera_says_must_come_back_from_a_store_as_it_was_signed(odd):
    says = honest()
    says["browser"]["camera_settings"] = odd
    with pytest.raises(BundleRefused) as caught:
        parse(canonical(says))
    assert caught.value.where == "camera_settings"


def test_the_digest_binds_nonce_and_payload():
    payload = canonical(honest())
    assert len(payload_hash(payload)) == 32
    assert digest(bytes(32), payload).hex() == digest(bytes(32), payload).hex()
    assert digest(bytes(32), payload) != digest(b"\x01" * 32, payload)
    assert digest(bytes(32), payload) != digest(bytes(32), payload + b" ")
    with pytest.raises(ValueError):
        digest(b"short", payload)


def test_reading_a_payload_costs_about_a_millisecond():
    payload = canonical(honest())
    best = min(_timed(payload) for _ in range(50))
    assert best < 0.005  # a loose ceiling: the machine is shared


def _timed(payload):
    start = time.perf_counter()
    parse(payload)
    return time.perf_counter() - start
