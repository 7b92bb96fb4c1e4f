"""Files of stories that a legal officer can read: what is the same in them, whatever they are about. Read strictly."""

from collections.abc import Callable, Set
from pathlib import Path
from typing import Any, TypeVar

import yaml

S = TypeVar("S")


class StoryError(ValueError):
    """A story that cannot be read; the message names it and says why."""


def read(path: Path, story: Callable[[dict[str, Any], str], S]) -> list[S]:
    """The stories of a file, each by `story(fields, name of the file)`. Raises StoryError naming file and reason."""
    try:
        written = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, OSError) as error:
        raise StoryError(f"{path.name}: not YAML: {str(error).splitlines()[0]}") from error
    if not isinstance(written, list) or not all(isinstance(one, dict) for one in written):
        raise StoryError(f"{path.name}: must be a list of stories")
    return [story(one, path.name) for one in written]


def place_of(written: dict[str, Any], file: str, *, known: Set[str], needed: Set[str]) -> str:
    """How messages name a story. Raises StoryError for a field that is not known, or one that is missing."""
    place = f"{file}: {written.get('name', 'a story without a name')}"
    if unknown := written.keys() - known:
        raise StoryError(f"{place}: {', '.join(sorted(unknown))} is not a known field")
    if missing := needed - written.keys():
        raise StoryError(f"{place}: {', '.join(sorted(missing))} missing")
    return place
