"""`python -m tests.golden.update`: writes `fixtures/expected_py` anew from what cmc makes of `fixtures/lua`."""

from tests.compiling import deep_recursion
from tests.golden.pairs import EXPECTED, pairs, text_of


def update() -> list[str]:
    """Writes what differs and removes what has no Lua program; returns the names of the files concerned."""
    # All of them are made before the first is written: a program that does not compile changes nothing.
    texts = {pair.python: text_of(pair) for pair in pairs()}
    EXPECTED.mkdir(exist_ok=True)
    changed = []
    for path, text in texts.items():
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
            changed.append(path.name)
    for path in EXPECTED.glob("*.py"):
        if path not in texts:
            path.unlink()
            changed.append(path.name)
    return changed


if __name__ == "__main__":
    with deep_recursion():
        names = update()
    print("\n".join([*names, f"{len(names)} files changed"]))
