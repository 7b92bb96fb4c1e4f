"""The closed list of reasons: why a request was turned away, and what judging found. The code is the contract."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any

from nyata.core import sentences


class Reason(StrEnum):
    """One reason. `sentence` says what to do next; `status` is the HTTP status of those that turn a request away."""

    # The bundle as it arrives
    MALFORMED = "malformed"
    NOT_CANONICAL = "not_canonical"
    OLD_PAGE = "old_page"
    TRUNCATED = "truncated"
    BODY_TOO_LARGE = "body_too_large"
    FRAME_TOO_LARGE = "frame_too_large"
    TOO_MANY_FRAMES = "too_many_frames"
    TOO_MANY_FIXES = "too_many_fixes"
    POSITION_IMPOSSIBLE = "position_impossible"
    TIMES_OUT_OF_ORDER = "times_out_of_order"
    FRAME_NOT_JPEG = "frame_not_jpeg"
    FRAME_WRONG_SIZE = "frame_wrong_size"
    FRAME_ALTERED = "frame_altered"
    FRAMES_MISSING = "frames_missing"
    # Whether it is what the server asked for, of whom it asked it
    WRONG_ORIGIN = "wrong_origin"
    WRONG_PURPOSE = "wrong_purpose"
    CHALLENGE_UNKNOWN = "challenge_unknown"
    CHALLENGE_FOREIGN = "challenge_foreign"
    CHALLENGE_SPENT = "challenge_spent"
    CHALLENGE_EXPIRED = "challenge_expired"
    TICKET_UNKNOWN = "ticket_unknown"
    TICKET_SPENT = "ticket_spent"
    TICKET_EXPIRED = "ticket_expired"
    STEP_UP_CHAIN_INVALID = "step_up_chain_invalid"
    TRIES_USED_UP = "tries_used_up"
    ASSERTION_MALFORMED = "assertion_malformed"
    ASSERTION_SIGNATURE_WRONG = "assertion_signature_wrong"
    USER_VERIFICATION_MISSING = "user_verification_missing"
    CLIENT_DATA_MISMATCH = "client_data_mismatch"
    RELYING_PARTY_MISMATCH = "relying_party_mismatch"
    PAGE_SIGNATURE_WRONG = "page_signature_wrong"
    PAGE_KEY_MISMATCH = "page_key_mismatch"
    DEVICE_UNKNOWN = "device_unknown"
    DEVICE_REVOKED = "device_revoked"
    PERSON_INACTIVE = "person_inactive"
    STAGE_NOT_STARTED = "stage_not_started"
    # Who asks
    NOT_SIGNED_IN = "not_signed_in"
    SIGN_IN_WRONG = "sign_in_wrong"
    TOO_MANY_REQUESTS = "too_many_requests"
    PASSWORD_MUST_CHANGE = "password_must_change"  # noqa: S105 - a reason's code
    NOTICE_NOT_READ = "notice_not_read"
    NOT_FOUND = "not_found"
    NOT_ALLOWED = "not_allowed"
    WORDS_MISSING = "words_missing"
    REVIEW_CLOSED = "review_closed"
    FRAMES_GONE = "frames_gone"
    NAMING_DATES = "naming_dates"
    NAMED_ALREADY = "named_already"
    NAMING_ENDED = "naming_ended"
    # Judged: the face
    FACE_MATCHES = "face_matches"
    FACE_UNSURE = "face_unsure"
    FACE_DIFFERS = "face_differs"
    FACE_CHANGES = "face_changes"
    NO_FACE = "no_face"
    NO_FRAMES = "no_frames"
    NO_TEMPLATE = "no_template"
    TWO_FACES = "two_faces"
    TOO_DARK = "too_dark"
    UNREADABLE = "unreadable"
    MOVES_DONE = "moves_done"
    MOVES_UNREAD = "moves_unread"
    REPEATED_FRAMES = "repeated_frames"
    DEEP_LIVE = "deep_live"
    DEEP_NOT_LIVE = "deep_not_live"
    DEEP_UNREAD = "deep_unread"
    # Judged: the place
    INSIDE_SITE = "inside_site"
    DUTY_PLACE = "duty_place"
    OUTSIDE_SITE = "outside_site"
    PLACE_UNCLEAR = "place_unclear"
    NO_PLACE = "no_place"
    PLACE_OLD = "place_old"
    NO_SITE_ASSIGNED = "no_site_assigned"
    FIELD_DUTY_DECLARED = "field_duty_declared"
    # Judged: the time
    CLOCK_LIVE = "clock_live"
    CLOCK_ANCHORED = "clock_anchored"
    CLOCK_UNPROVEN = "clock_unproven"
    CLOCK_CONTRADICTS = "clock_contradicts"
    # Judged: the rest
    WEBDRIVER = "webdriver"
    SECOND_LOOK = "second_look"
    SAMPLED = "sampled"
    ACCOMMODATION_NO_FACE = "accommodation_no_face"
    ACCOMMODATION_NO_MOVES = "accommodation_no_moves"
    WITNESS = "witness"
    REVIEW_UPHELD = "review_upheld"
    REVIEW_DECLINED = "review_declined"
    STEPPED_UP = "stepped_up"
    UNANSWERED = "unanswered"
    ERROR = "error"
    SET_ASIDE = "set_aside"
    WAITING = "waiting"
    # Enrolment and change of device
    SELFIE_NO_FACE = "selfie_no_face"
    SELFIE_TWO_FACES = "selfie_two_faces"
    SELFIE_TOO_DARK = "selfie_too_dark"
    SELFIE_TOO_BRIGHT = "selfie_too_bright"
    SELFIE_BLURRED = "selfie_blurred"
    SELFIE_TOO_SMALL = "selfie_too_small"
    SELFIE_TURNED_AWAY = "selfie_turned_away"
    SELFIE_UNREADABLE = "selfie_unreadable"
    SELFIES_DIFFER = "selfies_differ"
    SELFIES_TOO_FEW = "selfies_too_few"
    ENROLMENT_MOVES_UNREAD = "enrolment_moves_unread"
    DEVICE_OF_ANOTHER = "device_of_another"
    KEY_USED_BEFORE = "key_used_before"
    CODE_WRONG = "code_wrong"
    CODE_TRIES_USED_UP = "code_tries_used_up"
    ENROLMENT_UNKNOWN = "enrolment_unknown"
    ENROLMENT_EXPIRED = "enrolment_expired"
    ENROLMENT_OPEN_ALREADY = "enrolment_open_already"
    ENROLMENT_INCOMPLETE = "enrolment_incomplete"
    ATTESTATION_REFUSED = "attestation_refused"
    DEVICE_CHANGE_TOO_SOON = "device_change_too_soon"
    DEVICE_CHANGE_OPEN = "device_change_open"
    NOT_ON_ONESELF = "not_on_oneself"
    FACE_RESEMBLES_ANOTHER = "face_resembles_another"

    @property
    def sentence(self) -> str:
        """The Indonesian sentence, to be translated where it is shown."""
        return _SENTENCE[self.value]

    @property
    def status(self) -> int | None:
        """The HTTP status where this reason turns a request away; None for what judging says."""
        return _STATUS.get(self.value)


_SENTENCE = {code: words for code, (_, words) in (sentences.WIRE | sentences.ENROLMENT).items()} | sentences.JUDGED
_STATUS = {code: status for code, (status, _) in (sentences.WIRE | sentences.ENROLMENT).items()}


def explain(reason: Reason, signals: Iterable[Mapping[str, Any]] = (), *, translate: Callable[[str], str] = str) -> str:
    """The sentence of a reason, with the distance in words where the verdict's signals hold one.

    `signals` as a verdict stores them: {"kind", "strength", "payload"}. `translate`: gettext of whoever shows it.
    """
    if reason is Reason.OUTSIDE_SITE:
        for signal in signals:
            outside = signal["payload"].get("outside_m") if signal["kind"] == "place" else None
            if outside is not None and outside > 0:
                return translate(sentences.DISTANCE).format(distance=distance_in_words(outside, translate=translate))
    return translate(reason.sentence)


def distance_in_words(metres: float, *, translate: Callable[[str], str] = str) -> str:
    """A distance no more exact than a phone knows it: 20 m, 350 m, 1,2 km (1.2 km in English), 48 km."""
    if metres < 95:
        return f"{max(round(metres / 10), 1) * 10} m"
    if metres < 975:
        return f"{round(metres / 50) * 50} m"
    if metres < 9_950:
        whole, tenth = f"{metres / 1000:.1f}".split(".")
        return translate(sentences.KILOMETRES).format(whole=whole, tenth=tenth)
    return f"{round(metres / 1000)} km"
