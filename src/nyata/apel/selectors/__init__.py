"""The reading door of apel."""

from nyata.apel.selectors.own import Next, next_for
from nyata.apel.selectors.recap import Missed, missed

__all__ = ["Missed", "Next", "missed", "next_for"]
