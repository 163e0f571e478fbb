"""`python -m tests.golden.update`: writes `fixtures/expected_py` anew from what cmc makes of `fixtures/lua`."""

from tests.compiling import deep_recursion
from tests.golden.pairs import EXPECTED, pairs, text_of


def update() -> list[str]:
    """Writes what differs and removes what has no Lua program; returns the names of the files concerned."""
    EXPECTED.mkdir(exist_ok=True)
    known = pairs()
    changed = []
    for pair in known:
        text = text_of(pair)
        if not pair.python.exists() or pair.python.read_text("utf-8") != text:
            pair.python.write_text(text, "utf-8")
            changed.append(pair.python.name)
    for path in EXPECTED.glob("*.py"):
        if path not in {pair.python for pair in known}:
            path.unlink()
            changed.append(path.name)
    return changed


if __name__ == "__main__":
    with deep_recursion():
        names = update()
    print("\n".join([*names, f"{len(names)} files changed"]))
