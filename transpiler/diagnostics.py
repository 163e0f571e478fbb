"""What the compiler says about a program: a catalogue of stable codes, and findings with a place.

A diagnostic never raises; stages return them beside their value. The command line owns colours and code frames.
"""

from dataclasses import dataclass
from enum import Enum


class Severity(Enum):
    """How much a finding weighs: errors stop a build, warnings only make `cmc check` fail."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of the catalogue."""

    code: str
    severity: Severity
    title: str
    hint: str


def _rules(*rules: Rule) -> dict[str, Rule]:
    return {rule.code: rule for rule in rules}


CATALOGUE = _rules(
    Rule("L001", Severity.ERROR, "syntax error", "Fix the text; the message is the one that Lua gives."),
    Rule("L002", Severity.ERROR, "variable attribute", "`<const>` and `<close>` are the attributes of Lua 5.4."),
    Rule("L003", Severity.ERROR, "assignment to a constant", "Drop `<const>` or assign to another variable."),
    Rule("L004", Severity.ERROR, "goto or label", "A label is visible in the block where it stands and blocks inside."),
    Rule("L005", Severity.ERROR, "break outside a loop", "`break` belongs in `while`, `repeat` or `for`."),
    Rule("L006", Severity.ERROR, "nesting too deep", "Lua accepts about 190 levels; move inner parts to functions."),
    Rule("L007", Severity.ERROR, "front end", "luaparser cannot read all of Lua; the default `--parser native` can."),
    Rule("P002", Severity.ERROR, "unreadable file", "Check that the file exists and that you may read it."),
    Rule("P003", Severity.ERROR, "project configuration", "See docs/projects.md for the keys that cmc reads."),
    Rule("P004", Severity.ERROR, "name clash", "Two Lua modules map to one Python module; rename one of the files."),
    Rule("P005", Severity.ERROR, "output folder", "The output of an earlier build is replaced; other files never are."),
    Rule("W001", Severity.WARNING, "number of arguments", "docs/shims lists the arguments of every library function."),
    Rule("W002", Severity.WARNING, "unknown field of a library", "docs/shims lists what every library has."),
    Rule("W003", Severity.WARNING, "unknown method", "docs/shims lists the methods of the libraries' objects."),
    Rule("W004", Severity.WARNING, "unknown global", "Correct the name, or assign the variable somewhere."),
    Rule("I001", Severity.ERROR, "internal error", "This is a defect of cmc; please report it with the file."),
)
"""Every code that the compiler can print, with what it means and what to do."""


class InternalError(Exception):
    """A defect of the compiler that a program has brought to light; the cause is `__cause__`.

    `name` is the name of the chunk as messages show it, `line` the line that was worked on, 0 if that is not known.
    """

    def __init__(self, name: str, line: int, cause: BaseException) -> None:
        super().__init__(name, line, cause)
        self.name, self.line, self.__cause__ = name, line, cause

    def __str__(self) -> str:
        place = f"{self.name}:{self.line}" if self.line else self.name
        cause = " ".join(f"{type(self.__cause__).__name__}: {self.__cause__}".split())
        return f"{place}: the compiler failed with {cause}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: catalogue code, message, and the place as offsets into the source."""

    code: str
    message: str
    path: str
    start: int
    end: int
    line: int
    column: int

    @property
    def rule(self) -> Rule:
        """The catalogue entry of the finding."""
        return CATALOGUE[self.code]

    @property
    def is_error(self) -> bool:
        """Whether the finding stops a build."""
        return self.rule.severity is Severity.ERROR
