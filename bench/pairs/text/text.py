"""Text: words and their counts by patterns, justified lines, a template, a Caesar cipher, CSV, run lengths."""

import re
import sys
from collections import Counter

WORDS = ["copper", "moon", "table", "string", "metatable", "coroutine", "closure", "upvalue", "number", "pattern"]


def make_text(count: int) -> str:
    parts = []
    seed = 11
    for i in range(1, count + 1):
        seed = (seed * 16807) % 2147483647
        word = WORDS[seed % len(WORDS)]
        if i % 12 == 1:
            word = word.capitalize()
        elif i % 12 == 0:
            word += "."
        elif i % 5 == 0:
            word += ","
        parts.append(word)
    return " ".join(parts)


def count_words(text: str) -> list[tuple[str, int]]:
    counts = Counter(re.findall("[a-z]+", text.lower()))
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def wrap(text: str, width: int) -> list[str]:
    lines = []
    line = ""
    for word in text.split():
        if len(line) + len(word) + 1 > width and line:
            lines.append(line)
            line = word
        elif not line:
            line = word
        else:
            line = f"{line} {word}"
    lines.append(line)
    return lines


def expand(template: str, values: dict[str, object]) -> str:
    return re.sub(r"{(\w+)}", lambda match: str(values.get(match[1], "?")), template)


def caesar(text: str, shift: int) -> str:
    out = []
    for char in text:
        if "a" <= char <= "z":
            char = chr((ord(char) - 97 + shift) % 26 + 97)
        elif "A" <= char <= "Z":
            char = chr((ord(char) - 65 + shift) % 26 + 65)
        out.append(char)
    return "".join(out)


def run_lengths(text: str) -> str:
    out = []
    i = 0
    while i < len(text):
        char = text[i]
        stop = i + 1
        while stop < len(text) and text[stop] == char:
            stop += 1
        out.append(f"{stop - i}{char}" if stop > i + 1 else char)
        i = stop
    return "".join(out)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 80000
    text = make_text(count)

    for rank, (word, number) in enumerate(count_words(text), 1):
        print(f"{rank:2d}. {word:<12} {number:6d} {number * 100 / count:5.1f}%")

    lines = wrap(text, 72)
    print(f"{len(lines)} lines, widest {max(map(len, lines))}")

    size = 0
    for i, line in enumerate(lines, 1):
        row = expand("{number};{line};{missing};{half}", {"number": i, "line": line, "half": i * 0.5})
        fields = row.split(";")
        size += len(fields) + len(fields[1]) + len(fields[3])
    print(f"csv {size}")

    secret = caesar(text, 3)
    print(secret[:40], "true" if caesar(secret, -3) == text else "false", sep="\t")

    letters = re.sub("[^a-m]", "-", secret)
    packed = run_lengths(letters)
    print(len(letters), len(packed), packed[:40], sep="\t")


if __name__ == "__main__":
    main()
