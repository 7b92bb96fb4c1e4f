"""The forms of schedules."""
