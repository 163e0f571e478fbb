"""A virtual machine: an assembler, a table of functions by operation, a stack, calls and a heap of arrays."""

from __future__ import annotations

import operator
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

SOURCE = """
    const LIMIT
    store limit
    # a sieve in an array
    array
    store sieve
    const 2
    store i
outer:
    load i
    load limit
    lt
    jumpz fibonacci
    load sieve
    load i
    get
    jumpz prime
    jump next
prime:
    load count
    const 1
    add
    store count
    load i
    load i
    mul
    store j
inner:
    load j
    load limit
    lt
    jumpz next
    load sieve
    load j
    const 1
    set
    load j
    load i
    add
    store j
    jump inner
next:
    load i
    const 1
    add
    store i
    jump outer
fibonacci:
    load count
    print
    const FIB
    call fib
    print
    halt
fib:
    store n
    load n
    const 2
    lt
    jumpz recurse
    load n
    ret
recurse:
    load n
    const 1
    sub
    call fib
    load n
    const 2
    sub
    call fib
    add
    ret
"""


@dataclass(slots=True)
class Instruction:
    op: str
    arg: Any


@dataclass(slots=True)
class Frame:
    pc: int
    variables: dict[str, Any]


class Machine:
    def __init__(self, code: list[Instruction], labels: dict[str, int]) -> None:
        self.code = code
        self.labels = labels
        self.stack: list[Any] = []
        self.frames: list[Frame] = []
        self.variables: dict[str, Any] = {}
        self.pc = 0
        self.steps = 0
        self.running = True
        self.output: list[str] = []

    def push(self, value: Any) -> None:
        self.stack.append(value)

    def pop(self) -> Any:
        return self.stack.pop()

    def run(self) -> str:
        while self.running:
            instruction = self.code[self.pc]
            self.pc += 1
            self.steps += 1
            operation = OPERATIONS.get(instruction.op)
            if operation is None:
                raise ValueError(f"unknown operation {instruction.op}")
            operation(self, instruction.arg)
        return ",".join(self.output)


Operation = Callable[[Machine, Any], None]


def binary(f: Callable[[Any, Any], Any]) -> Operation:
    def operation(machine: Machine, _: Any) -> None:
        b = machine.pop()
        a = machine.pop()
        machine.push(f(a, b))

    return operation


def const(machine: Machine, value: Any) -> None:
    machine.push(value)


def load(machine: Machine, name: str) -> None:
    machine.push(machine.variables.get(name, 0))


def store(machine: Machine, name: str) -> None:
    machine.variables[name] = machine.pop()


def jump(machine: Machine, label: str) -> None:
    machine.pc = machine.labels[label]


def jump_if_zero(machine: Machine, label: str) -> None:
    if machine.pop() == 0:
        machine.pc = machine.labels[label]


def call(machine: Machine, label: str) -> None:
    machine.frames.append(Frame(machine.pc, machine.variables))
    machine.variables = {}
    machine.pc = machine.labels[label]


def ret(machine: Machine, _: Any) -> None:
    frame = machine.frames.pop()
    machine.pc = frame.pc
    machine.variables = frame.variables


def array(machine: Machine, _: Any) -> None:
    machine.push({})


def get_item(machine: Machine, _: Any) -> None:
    index = machine.pop()
    items = machine.pop()
    machine.push(items.get(index, 0))


def set_item(machine: Machine, _: Any) -> None:
    value = machine.pop()
    index = machine.pop()
    items = machine.pop()
    items[index] = value


def write(machine: Machine, _: Any) -> None:
    machine.output.append(str(machine.pop()))


def halt(machine: Machine, _: Any) -> None:
    machine.running = False


OPERATIONS: dict[str, Operation] = {
    "add": binary(operator.add),
    "sub": binary(operator.sub),
    "mul": binary(operator.mul),
    "mod": binary(operator.mod),
    "lt": binary(lambda a, b: 1 if a < b else 0),
    "eq": binary(lambda a, b: 1 if a == b else 0),
    "const": const,
    "load": load,
    "store": store,
    "jump": jump,
    "jumpz": jump_if_zero,
    "call": call,
    "ret": ret,
    "array": array,
    "get": get_item,
    "set": set_item,
    "print": write,
    "halt": halt,
}


def assemble(text: str) -> Machine:
    code: list[Instruction] = []
    labels: dict[str, int] = {}
    for line in text.splitlines():
        line = line.partition("#")[0]
        if label := re.match(r"\s*([a-z]+):\s*$", line):
            labels[label[1]] = len(code)
        elif match := re.match(r"\s*([a-z]+)\s*(\S*)", line):
            op, argument = match.groups()
            code.append(Instruction(op, int(argument) if argument.isdigit() else argument))
    return Machine(code, labels)


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    machine = assemble(SOURCE.replace("LIMIT", str(size * 200)).replace("FIB", str(size)))
    print(machine.run(), machine.steps, sep="\t")


if __name__ == "__main__":
    main()
