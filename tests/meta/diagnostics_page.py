"""`python -m tests.meta.diagnostics_page` writes `docs/diagnostics.md` from the catalogue, with what cmc prints."""

import tempfile
import textwrap
from pathlib import Path

from cmc.transpiler.diagnostics import CATALOGUE, Rule
from tests.cli.command import cmc_here, write_files
from tests.meta.sources import ROOT, python_files, strings_in

PAGE = ROOT / "docs" / "diagnostics.md"

_HEAD = """\
# Messages of the compiler

Every message has a code that does not change: `path:line:column: severity[code]: message`, the lines around the place,
and a hint. `L` are errors of a Lua text, with the words of Lua itself; `P` are errors of a project or of its files;
`I` are errors of cmc. `W` are warnings of `cmc check`: texts that are good Lua and cannot do what they are meant to.

`cmc check` and `cmc build` end with status 0 when nothing was found, 1 when something is wrong in a program, and 2 when
cmc cannot do what it was asked (a file that cannot be read, a folder that cannot be written). `cmc run` prints errors
as Lua does, without a code.

This page is made by `python -m tests.meta.diagnostics_page` from `transpiler/diagnostics.py` and from what cmc prints
for the examples.
"""

_SHOP = {"shop/main.lua": 'print("open")\n'}

# Files, the command for them, and what there is to say beyond the hint.
EXAMPLES: dict[str, tuple[dict[str, str], tuple[str, ...], str]] = {
    "L001": (
        {"app.lua": "local total = = 1\nprint(total))\n"},
        ("check", "app.lua"),
        "What the grammar does not allow (manual §9), malformed numbers and strings included. Reading goes on at the "
        "next statement, so that one run shows several errors; later ones may be consequences of earlier ones.",
    ),
    "L002": (
        {"app.lua": "local limit <fixed> = 3\n"},
        ("check", "app.lua"),
        "Variables may be `<const>` or `<close>` (manual §3.3.7), and a declaration closes one variable at most.",
    ),
    "L003": (
        {"app.lua": "local limit <const> = 3\nlimit = 4\n"},
        ("check", "app.lua"),
        "Constants and variables to be closed cannot be assigned to, in closures neither (manual §3.3.7).",
    ),
    "L004": (
        {"app.lua": "for i = 1, 3 do\n    goto continue\nend\n"},
        ("check", "app.lua"),
        "The label does not exist, is not visible from the `goto`, stands behind a new local variable, or is there "
        "twice (manual §3.3.4).",
    ),
    "L005": ({"app.lua": "print(1)\nbreak\n"}, ("check", "app.lua"), "There is no loop to leave (manual §3.3.4)."),
    "L006": (
        {"app.lua": "local x = " + "(" * 200 + "1" + ")" * 200 + "\n"},
        ("check", "app.lua"),
        "Lua has this limit as well, and the same message.",
    ),
    "L007": (
        {"app.lua": "local f\n(f):g()()\n"},
        ("check", "--parser", "luaparser", "app.lua"),
        "Only with `--parser luaparser`: the package fails on a text that is good Lua, or leaves a part of it out.",
    ),
    "W001": (
        {"app.lua": 'local name = "ada"\nprint(crypto.sha256())\n'},
        ("check", "app.lua"),
        "A function of CopperMoon's libraries gets fewer arguments than it needs, or more than it takes. Arguments "
        "that may be missing are not asked for, and `f(...)` and `f(g())` pass for any number.",
    ),
    "W002": (
        {"app.lua": 'local data = json.decod("[1]")\n'},
        ("check", "app.lua"),
        "A library has no function or value of that name. Programs that add to a library or replace it, or that ask "
        "for the name first (`if json.decod then`), are not warned.",
    ),
    "W003": (
        {"app.lua": 'local db = sqlite.open("shop.db")\ndb:qery("SELECT 1")\n'},
        ("check", "app.lua"),
        "An object that a library function has made, and that a local holds all the time, has no such method.",
    ),
    "W004": (
        {"app.lua": 'setTimeot(function() print("late") end, 100)\n'},
        ("check", "app.lua"),
        "No file that was checked assigns the variable, and its name is nearly that of a global which exists.",
    ),
    "P002": (
        {"shop/lib/util.lua": "return {}\n"},
        ("build", "shop"),
        "A file or folder is missing or cannot be read, or a folder has no entry to start from.",
    ),
    "P003": (
        {**_SHOP, "shop/Shipyard.toml": "[lua]\nentry = 3\n"},
        ("build", "shop"),
        "`cmc.toml`, `Shipyard.toml` or `harbor.toml` is no TOML, or a key has a value of the wrong type.",
    ),
    "P004": (
        {**_SHOP, "shop/price-list.lua": "", "shop/price_list.lua": ""},
        ("build", "shop"),
        "Names of files become names of Python modules, in which `-` and other characters turn into `_`.",
    ),
    "P005": (
        {**_SHOP, "notes/todo.txt": "milk\n"},
        ("build", "shop", "-o", "notes"),
        "The folder holds files that cmc did not make, there is a file of its name, or nothing can be written there.",
    ),
}


def page() -> str:
    """The text of the page."""
    reported = reported_codes()
    lines = [_HEAD, "| Code | | |", "|---|---|---|"]
    lines += [f"| {_link(rule)} | {rule.severity.value} | {rule.title} |" for rule in CATALOGUE.values()]
    for rule in CATALOGUE.values():
        lines += ["", f"## {rule.code}: {rule.title}", ""]
        if rule.code not in reported:
            lines += [f"Reserved; nothing reports it. {rule.hint}"]
        elif rule.code in EXAMPLES:
            lines += [
                *textwrap.wrap(EXAMPLES[rule.code][2], 120),
                "",
                "```",
                *example_output(rule.code).splitlines(),
                "```",
            ]
        else:
            lines += [rule.hint]
    return "\n".join(lines) + "\n"


def _link(rule: Rule) -> str:
    anchor = f"{rule.code}: {rule.title}".lower().replace(":", "").replace(" ", "-")
    return f"[{rule.code}](#{anchor})"


def example_output(code: str) -> str:
    """What cmc prints for the example of a code."""
    files, command, _ = EXAMPLES[code]
    with tempfile.TemporaryDirectory() as folder:
        write_files(Path(folder), files)
        done = cmc_here(Path(folder), *command)
        assert done.returncode == (1 if code[0] in "LW" else 2), done
        return f"$ cmc {' '.join(command)}\n{_shortened(done.stderr)}"


def _shortened(text: str) -> str:
    """Lines of the example that nobody wants to read to their end."""
    return "\n".join(line if len(line) <= 110 else f"{line[:100]}…" for line in text.splitlines())


def reported_codes() -> set[str]:
    """The codes that some file of the compiler or the command line mentions."""
    files = (path for path in python_files() if path.name != "diagnostics.py")
    return {text for path in files for text in strings_in(path) if text in CATALOGUE}


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
