"""What every room's refusal is: a code for programs and tests, a sentence for the person who asked."""

from typing import Any


class Refused(Exception):
    """What was asked was not done, and nothing was changed.

    `code` belongs to the room's closed list, whose members know their `sentence`; a closer one may be given.
    """

    def __init__(self, code: Any, sentence: str = "") -> None:
        super().__init__(code.value)
        self.code = code
        self._closer = sentence

    @property
    def sentence(self) -> str:
        """In the language of the request, saying what to do next."""
        return self._closer or str(self.code.sentence)
