"""One LiteRT interpreter behind a lock: sharing it between threads is safe and costs no second copy."""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from nyata.faces import weights

Array = NDArray[np.float32]


class Model:
    """A verified model. Calling it takes the input tensor and gives copies of its output tensors.

    `prepare` may rewrite the verified bytes before they are run; `shape` is the input's where the model's own is not
    wanted.
    """

    def __init__(
        self,
        source: weights.Weights,
        prepare: Callable[[bytes], bytes] | None = None,
        shape: tuple[int, ...] | None = None,
    ) -> None:
        from ai_edge_litert.interpreter import Interpreter  # see nyata.faces.late

        content = weights.load(source)
        # One thread: a machine runs as many workers as it has cores.
        self._interpreter = Interpreter(model_content=prepare(content) if prepare else content, num_threads=1)
        self._input = self._interpreter.get_input_details()[0]["index"]
        if shape is not None:
            self._interpreter.resize_tensor_input(self._input, shape)
        self._interpreter.allocate_tensors()
        self._outputs = [detail["index"] for detail in self._interpreter.get_output_details()]
        self._lock = threading.Lock()

    def __call__(self, tensor: Array) -> list[Array]:
        with self._lock:
            self._interpreter.set_tensor(self._input, tensor)
            self._interpreter.invoke()
            return [self._interpreter.get_tensor(index) for index in self._outputs]
