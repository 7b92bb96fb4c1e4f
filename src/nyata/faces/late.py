"""Large libraries that are loaded when something of them is first used, not when a module that may use them is.

The web server, commands and recaps read the rooms above without ever looking at a face: 60 MB less in each of them.
"""

from importlib import import_module
from typing import Any


class Late:
    """Stands for a module by its name; what was asked for once is kept."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        found = getattr(import_module(self._name), name)
        setattr(self, name, found)
        return found


cv2: Any = Late("cv2")
schema: Any = Late("ai_edge_litert.schema_py_generated")
