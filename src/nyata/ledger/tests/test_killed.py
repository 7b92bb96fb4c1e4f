"""A sequencer that is killed where it stands loses nothing (200 times in prove/sequencer_killed.py)."""

import random

from django.utils import timezone

from nyata.ledger.tests.killing import kill_at_random

KILLS = 20


def test_a_sequencer_killed_at_random_instants_loses_nothing_and_places_nothing_twice(own_database):
    story = kill_at_random(KILLS, random.Random(1602), timezone.now())
    assert story.kills == KILLS
    assert story.in_a_batch > 0
    assert story.leaves > KILLS * 50
