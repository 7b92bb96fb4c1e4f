"""The demo of schedules."""
