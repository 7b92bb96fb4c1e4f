"""What the phone's pages answer."""

from nyata.checkins.views.history import hold, month, photos, story
from nyata.checkins.views.home import home
from nyata.checkins.views.receipts import check_receipt, full_receipt, receipt_code, receipt_keys
from nyata.checkins.views.shell import manifest, offline, worker
from nyata.checkins.views.witness import end_witness, witness, witnesses

__all__ = [
    "check_receipt",
    "end_witness",
    "full_receipt",
    "hold",
    "home",
    "manifest",
    "month",
    "offline",
    "photos",
    "receipt_code",
    "receipt_keys",
    "story",
    "witness",
    "witnesses",
    "worker",
]
