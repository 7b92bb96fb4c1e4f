"""The writing door of other sources."""

from nyata.sources.services.deciding import decide_counting
from nyata.sources.services.forgetting import forget_punches
from nyata.sources.services.machines import add_machine, make_profile, preview
from nyata.sources.services.numbers import Given, give, give_many, take_away
from nyata.sources.services.offsets import OffsetWish, answer_offset, ask_offset
from nyata.sources.services.taking import Outcome, take
from nyata.sources.services.taking_back import take_back

__all__ = [
    "Given",
    "OffsetWish",
    "Outcome",
    "add_machine",
    "answer_offset",
    "ask_offset",
    "decide_counting",
    "forget_punches",
    "give",
    "give_many",
    "make_profile",
    "preview",
    "take",
    "take_away",
    "take_back",
]
