"""`console`: questions to whoever sits at the terminal (CopperMoon specification, section 16).

Answers are lines of the standard input. On a terminal, `select` and `multiselect` are menus with arrow keys. While the
program waits for an answer, timers and requests go on.
"""

from cmc.runtime.core.operators import index
from cmc.runtime.core.table import Table, border
from cmc.runtime.declare import lua_function
from cmc.runtime.shims.console.answers import ask_for_one, ask_for_some, item_text
from cmc.runtime.shims.console.menu import choose_one, choose_some, fits_terminal
from cmc.runtime.shims.console.terminal import conversation, read_line, read_secret, show
from cmc.runtime.stdlib.print import seen_through

_YES = ("y", "yes", "o", "oui")


@lua_function("console.prompt", suspends=True)
def prompt(msg: str, default: str | None = None) -> str:
    """Asks for a line.

    An empty line, or the end of the input, gives `default`, or `""` without one.
    """
    with conversation():
        show(msg if default is None else f"{msg} [{default}] ")
        line = read_line()
    if not line:
        return "" if default is None else default
    return line


@lua_function("console.password", suspends=True)
def password(msg: str) -> str:
    """Asks for a line that is not shown while it is typed. If the input is no terminal, it is read like any other.

    Ctrl+C raises `Interrupted`.
    """
    with conversation():
        show(msg)
        return read_secret()


@lua_function("console.confirm", suspends=True)
def confirm(msg: str, default: bool | None = None) -> bool:
    """Asks for yes or no: `y`, `yes`, `o` and `oui` are yes, everything else is no.

    An empty line, or the end of the input, gives `default`, or no without one.
    """
    marks = {None: "y/n", True: "Y/n", False: "y/N"}
    with conversation():
        show(f"{msg} [{marks[default]}] ")
        answer = (read_line() or "").strip().lower()
    return answer in _YES if answer else bool(default)


@lua_function("console.select", suspends=True)
def select(msg: str, options: Table) -> tuple[int, str]:
    """Asks for one of several options; returns its number, counted from 1, and its text.

    Raises an error if there are no options, if the input ends, and on Ctrl+C in a terminal.
    """
    with conversation():
        show(f"{msg}\n")
        items = _items(options)
        number = choose_one(items) if fits_terminal(items) else ask_for_one(items)
    return number, items[number - 1]


@lua_function("console.multiselect", suspends=True)
def multiselect(msg: str, options: Table) -> tuple[Table, Table]:
    """Asks for some of several options; returns their numbers, counted from 1, and their texts.

    Raises an error if there are no options, if the input ends, and on Ctrl+C in a terminal.
    """
    with conversation():
        show(f"{msg}\n")
        items = _items(options)
        numbers = choose_some(items) if fits_terminal(items) else ask_for_some(items)
    return Table(enumerate(numbers, 1)), Table(enumerate((items[number - 1] for number in numbers), 1))


def _items(options: Table) -> list[str]:
    """The options as texts."""
    options = seen_through(options)
    return [item_text(index(options, position)) for position in range(1, border(options) + 1)]
