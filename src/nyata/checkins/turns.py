"""How often an address may ask for something without a sign-in. Kept in memory: strangers write no rows."""

import datetime as dt
from collections import OrderedDict

ADDRESSES = 10_000


class Turns:
    """At most `most` turns of one address in `span`, in this process."""

    def __init__(self, most: int, span: dt.timedelta) -> None:
        self.most = most
        self.span = span
        self._begun: OrderedDict[str, tuple[dt.datetime, int]] = OrderedDict()

    def take(self, address: str, at: dt.datetime) -> bool:
        """Whether the address has a turn left in the span that its first one began; if so it is used."""
        begun, used = self._begun.get(address, (at, 0))
        if at - begun >= self.span:
            begun, used = at, 0
        if used >= self.most:
            return False
        self._begun[address] = (begun, used + 1)
        self._begun.move_to_end(address)
        if len(self._begun) > ADDRESSES:
            self._begun.popitem(last=False)
        return True
