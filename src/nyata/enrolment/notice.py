"""The version of the notice. A changed text gets a new version, and everybody reads it again."""

VERSION = "2026-11"
