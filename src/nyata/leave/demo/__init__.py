"""Ordinary requests for the demo: the days on which nobody came become leave, illness or duty, a few stay open.

Rows have the shape of real ones, without ledger entries: nothing here was asked by anybody. The same people and days
always make the same requests.
"""

from nyata.leave.demo.drafting import AHEAD, Past
from nyata.leave.demo.writing import build

__all__ = ["AHEAD", "Past", "build"]
