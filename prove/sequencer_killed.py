"""The sequencer, killed at 200 random instants, loses nothing, places nothing twice and keeps the order."""

import random
from collections.abc import Iterator

from bench import ground

TITLE = "The sequencer, killed at random"
KILLS = 200


def run() -> Iterator[str]:
    """Raises AssertionError where an entry is lost, placed twice or out of order."""
    with ground.prepared():
        from django.utils import timezone

        from nyata.ledger.tests.killing import kill_at_random

        seed = random.SystemRandom().randrange(2**32)
        story = kill_at_random(KILLS, random.Random(seed), timezone.now())  # noqa: S311 - when to kill
    yield (
        f"{story.kills} processes killed by SIGKILL (seed {seed}), {story.in_a_batch} of them in the middle "
        f"of a batch. All {story.leaves:,} entries have one place each, in order; the tiles give the root that "
        "the leaves give; after every kill each entry was either placed or waiting."
    )
