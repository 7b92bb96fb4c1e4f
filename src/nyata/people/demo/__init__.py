"""The demo world: a regency whose places are real by name and whose people are all invented."""
