"""An interpreter loop: Brainfuck, folded into instructions with arguments and jumps."""

import sys
from collections import defaultdict
from dataclasses import dataclass

HELLO = "++++++++[>++++[>++>+++>+++>+<<<<-]>+>+>->>+[<]<-]>>.>---.+++++++..+++.>>.<-.<.+++.------.--------.>>+.>++."

# Counts to ten thousand by nested loops, then writes three letters.
LOOPS = "++++++++++[>++++++++++[>++++++++++[>++++++++++[>+<-]<-]<-]<-]>>>>[-]++++++++[<++++++++>-]<+.+.+.>++++++++++."


@dataclass(slots=True)
class Instruction:
    op: str
    value: int = 0
    target: int = 0


def compile_source(source: str) -> list[Instruction]:
    code: list[Instruction] = []
    opened: list[int] = []
    i = 0
    while i < len(source):
        char = source[i]
        run = i + 1
        if char in "+-<>":
            while run < len(source) and source[run] == char:
                run += 1
            count = run - i
            code.append(Instruction("add" if char in "+-" else "move", count if char in "+>" else -count))
        elif char == ".":
            code.append(Instruction("write"))
        elif char == "[":
            opened.append(len(code))
            code.append(Instruction("open"))
        elif char == "]":
            if not opened:
                raise ValueError("unexpected ]")
            start = opened.pop()
            code[start].target = len(code)
            code.append(Instruction("close", target=start))
        i = run
    if opened:
        raise ValueError("missing ]")
    return code


def run(code: list[Instruction]) -> tuple[str, int]:
    cells: defaultdict[int, int] = defaultdict(int)
    output: list[str] = []
    pointer = position = steps = 0
    while position < len(code):
        instruction = code[position]
        op = instruction.op
        if op == "add":
            cells[pointer] = (cells[pointer] + instruction.value) & 255
        elif op == "move":
            pointer += instruction.value
        elif op == "open":
            if cells[pointer] == 0:
                position = instruction.target
        elif op == "close":
            if cells[pointer] != 0:
                position = instruction.target
        else:
            output.append(chr(cells[pointer]))
        position += 1
        steps += 1
    return "".join(output), steps


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    print(run(compile_source(HELLO))[0], end="")
    text = ""
    total = 0
    for _ in range(times):
        text, steps = run(compile_source(LOOPS))
        total += steps
    print(text, end="")
    print(total, len(text), sep="\t")


if __name__ == "__main__":
    main()
