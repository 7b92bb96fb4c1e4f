"""The embedding network with weights of eight bits, made in memory from the verified one.

Nineteen of every twenty multiplications are in convolutions of one pixel. Their weights become whole numbers from -127
to 127 with one scale for each output channel; LiteRT then rounds each picture's activations to eight bits as it goes
and multiplies whole numbers, which processors with VNNI do four at a time. What comes out stays float. A test holds how
little the embeddings move; docs/measurements/faces.md says what it does to the error rates.
"""

from __future__ import annotations

from typing import Any

import flatbuffers
import numpy as np

from nyata.faces.fusing import IDENTIFIER, builtin_codes
from nyata.faces.late import schema

_Graph = Any  # the generated schema carries no types
_LARGEST = 127
_VERSION = 5  # of the convolution, since which a float picture may meet weights of eight bits


def _quantised(model: _Graph, graph: _Graph, tensor: int) -> int:
    """The number of a new tensor with the weights (outputs, 1, 1, inputs) of a tensor in eight bits."""
    plain = graph.tensors[tensor]
    weights = np.frombuffer(model.buffers[plain.buffer].data.tobytes(), "<f4").reshape(plain.shape)
    scale = np.maximum(np.abs(weights).max((1, 2, 3)), 1e-12) / _LARGEST
    whole = np.round(weights / scale[:, None, None, None]).astype(np.int8)
    buffer = schema.BufferT()
    buffer.data = np.frombuffer(whole.tobytes(), np.uint8)
    model.buffers.append(buffer)
    scales = schema.QuantizationParametersT()
    scales.scale = scale.astype(np.float32)
    scales.zeroPoint = np.zeros(len(scale), np.int64)
    scales.quantizedDimension = 0
    small = schema.TensorT()
    small.shape = plain.shape
    small.type = schema.TensorType.INT8
    small.buffer = len(model.buffers) - 1
    small.name = plain.name + b"/int8"
    small.quantization = scales
    graph.tensors.append(small)
    return len(graph.tensors) - 1


def quantise(content: bytes) -> bytes:
    """The same model with the weights of its one-pixel convolutions in eight bits; they must be float now."""
    model = schema.ModelT.InitFromObj(schema.Model.GetRootAsModel(content, 0))
    graph = model.subgraphs[0]
    codes = builtin_codes(model)
    for operator in graph.operators:
        weights = operator.inputs[1] if len(operator.inputs) > 1 else None
        if codes[operator.opcodeIndex] != schema.BuiltinOperator.CONV_2D or weights is None:
            continue
        if tuple(graph.tensors[weights].shape[1:3]) == (1, 1):
            rest = operator.inputs[2:]
            operator.inputs = np.array([operator.inputs[0], _quantised(model, graph, weights), *rest], np.int32)
    for code, builtin in zip(model.operatorCodes, codes, strict=True):
        if builtin == schema.BuiltinOperator.CONV_2D:
            code.version = _VERSION
    builder = flatbuffers.Builder(len(content))
    builder.Finish(model.Pack(builder), file_identifier=IDENTIFIER)
    return bytes(builder.Output())
