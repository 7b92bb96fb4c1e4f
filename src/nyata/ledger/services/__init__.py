"""The doors into the log: `append` for every room, and what gives entries their order and signs it."""

from nyata.ledger.services.appending import append, append_many, leaf_hash

__all__ = ["append", "append_many", "leaf_hash"]
