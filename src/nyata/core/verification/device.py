"""What the bound phone's key tells beyond having signed. Hints: nothing here stands in anybody's way."""

from nyata.core.verification.facts import DeviceFacts
from nyata.core.verification.signals import Finding, Severity, Signal


def judge_device(device: DeviceFacts) -> Finding:
    """A key of tier B may live on two phones, and a counter that fell may be a copy, or a queue sent out of order."""
    strength = 0.4 if device.count_went_back else 0.2 if device.is_synced else 0.1 if device.tier != "A" else 0.0
    payload = {"tier": device.tier, "synced": device.is_synced, "count_went_back": device.count_went_back}
    return Finding(Severity.FINE, (), (Signal("device", strength, payload),))
