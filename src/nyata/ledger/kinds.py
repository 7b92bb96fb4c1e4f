"""The closed list of what the log records."""

from enum import StrEnum


class Kind(StrEnum):
    """A kind of ledger entry. Kinds are added, never renamed: old leaves keep their name."""

    CHECKIN = "checkin"
    REFUSAL = "refusal"
    VERDICT = "verdict"
    REVIEW = "review"
    WITNESS = "witness"
    PHOTO_LOOK = "photo_look"
    FRAMES_HELD = "frames_held"
    FRAMES_DROPPED = "frames_dropped"
    NOTICE_READ = "notice_read"
    ENROLMENT = "enrolment"
    ENROLMENT_REFUSED = "enrolment_refused"
    REVERIFICATION = "reverification"
    LOOKALIKE = "lookalike"
    DEVICE_BOUND = "device_bound"
    DEVICE_REVOKED = "device_revoked"
    DEVICE_CHANGE = "device_change"
    ACCOMMODATION = "accommodation"
    PASSKEY = "passkey"
    PASSWORD = "password"  # noqa: S105 - the name of an event, not a secret
    POST = "post"
    ROLLOUT = "rollout"
    SITE = "site"
    UNIT = "unit"
    PERSON = "person"
    IMPORT = "import"
    BASELINE = "baseline"
    HELP = "help"
    KEYS = "keys"
