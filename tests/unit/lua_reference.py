"""What the reference interpreter says of many texts, in one process."""

import shutil
import subprocess

_SCRIPT = """
local messages = {}
for _, text in ipairs(texts) do
  local chunk, message = load(text, "=test.lua")
  messages[#messages + 1] = chunk and "\\1" or message
end
io.write(table.concat(messages, "\\0"))
"""

_VALUES = """
for _, text in ipairs(texts) do
  local value = load("return " .. text)()
  local form = math.type(value) == "float" and "%a" or "%s"
  io.write(math.type(value) or type(value), "\\0", string.format(form, value), "\\0")
end
"""


def syntax_errors(texts: list[str]) -> list[str | None]:
    """For each text the message of `load`, position included, and None for texts that compile."""
    messages = _run(texts, _SCRIPT).split("\0")
    assert len(messages) == len(texts)
    return [None if message == "\1" else message for message in messages]


def values(expressions: list[str]) -> list[tuple[str, str]]:
    """For each expression its type (`integer` and `float` told apart) and its value as text, floats in hexadecimal."""
    words = _run(expressions, _VALUES).split("\0")[:-1]
    assert len(words) == 2 * len(expressions)
    return list(zip(words[::2], words[1::2], strict=True))


def _run(texts: list[str], script: str) -> str:
    if shutil.which("lua5.4") is None:
        raise RuntimeError("these tests need the reference interpreter: apt-get install lua5.4")
    literals = ",\n".join(_literal(text) for text in texts)
    done = subprocess.run(
        ["lua5.4", "-"],
        input=f"local texts = {{{literals}}}\n{script}".encode(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    return done.stdout.decode("utf-8", "surrogateescape")


def _literal(text: str) -> str:
    """A Lua literal in ASCII."""
    return '"' + "".join(f"\\{byte:03d}" for byte in text.encode("utf-8", "surrogateescape")) + '"'
