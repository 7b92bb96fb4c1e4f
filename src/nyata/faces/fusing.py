"""A faster form of the embedding network, made in memory from the verified one.

MobileFaceNet was exported with each PReLU spelled out as five operations, relu(x) + c * (x - |x|), which go over
every activation five times. Here they become the one operation that they are, with slope 2c. The numbers that
come out agree to rounding; a test holds that.
"""

from __future__ import annotations

from typing import Any

import flatbuffers
import numpy as np

from nyata.faces.late import schema

_Operator = Any  # the generated schema carries no types
IDENTIFIER = b"TFL3"


def builtin_codes(model: Any) -> list[int]:
    """What each of the model's operator codes stands for, wherever its version of the format keeps it."""
    return [max(code.builtinCode, code.deprecatedBuiltinCode) for code in model.operatorCodes]


def _spelled_out(run: list[_Operator], codes: list[int], pattern: tuple[int, ...]) -> tuple[int, int, int] | None:
    """(input, constant, output) tensor of five operations that spell one PReLU, else None."""
    if tuple(codes[op.opcodeIndex] for op in run) != pattern:
        return None
    relu, absolute, minus, times, plus = run
    x, difference = relu.inputs[0], minus.outputs[0]
    constants = [tensor for tensor in times.inputs if tensor != difference]
    whole = (
        absolute.inputs[0] == x
        and list(minus.inputs) == [x, absolute.outputs[0]]
        and len(constants) == 1
        and set(plus.inputs) == {relu.outputs[0], times.outputs[0]}
    )
    return (x, constants[0], plus.outputs[0]) if whole else None


def _prelu(model: Any, graph: Any, opcode: int, x: int, constant: int, output: int) -> _Operator:
    half = np.frombuffer(model.buffers[graph.tensors[constant].buffer].data.tobytes(), "<f4")
    buffer = schema.BufferT()
    buffer.data = np.frombuffer((2 * half).astype("<f4").tobytes(), np.uint8)
    model.buffers.append(buffer)
    slope = schema.TensorT()
    slope.shape = np.array([1, 1, len(half)], np.int32)
    slope.type = graph.tensors[constant].type
    slope.buffer = len(model.buffers) - 1
    slope.name = graph.tensors[constant].name + b"/slope"
    graph.tensors.append(slope)
    operator = schema.OperatorT()
    operator.opcodeIndex = opcode
    operator.inputs = np.array([x, len(graph.tensors) - 1], np.int32)
    operator.outputs = np.array([output], np.int32)
    return operator


def fuse_prelu(content: bytes) -> bytes:
    """The same model with every spelled-out PReLU as one operation; unchanged where there is none."""
    model = schema.ModelT.InitFromObj(schema.Model.GetRootAsModel(content, 0))
    graph = model.subgraphs[0]
    names = schema.BuiltinOperator
    pattern = (names.RELU, names.ABS, names.SUB, names.MUL, names.ADD)
    codes = builtin_codes(model)
    code = schema.OperatorCodeT()
    code.builtinCode = code.deprecatedBuiltinCode = names.PRELU
    code.version = 1
    model.operatorCodes.append(code)
    fused: list[_Operator] = []
    operators, at = graph.operators, 0
    while at < len(operators):
        found = _spelled_out(operators[at : at + 5], codes, pattern) if at + 5 <= len(operators) else None
        fused.append(operators[at] if found is None else _prelu(model, graph, len(codes), *(int(t) for t in found)))
        at += 1 if found is None else 5
    graph.operators = fused
    builder = flatbuffers.Builder(len(content))
    builder.Finish(model.Pack(builder), file_identifier=IDENTIFIER)
    return bytes(builder.Output())
