"""What the phone's pages answer."""

from nyata.checkins.views.history import hold, month, photos, receipt_code, story
from nyata.checkins.views.home import home
from nyata.checkins.views.shell import manifest, offline, worker
from nyata.checkins.views.witness import end_witness, witness, witnesses

__all__ = [
    "end_witness",
    "hold",
    "home",
    "manifest",
    "month",
    "offline",
    "photos",
    "receipt_code",
    "story",
    "witness",
    "witnesses",
    "worker",
]
