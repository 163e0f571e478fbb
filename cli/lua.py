"""The console script `cmc-lua`: the command line of the stand-alone interpreter (manual §7).

Programs find it in `arg[-1]`, and start themselves or others with it.
"""

import sys

from cmc.runtime.core.state import state
from cmc.runtime.core.text import canonical
from cmc.runtime.interpreter import CommandLine, run_interpreter
from cmc.runtime.stdlib.package import path_templates
from cmc.transpiler.dynamic import run_program

_USAGE = """usage: {name} [options] [script [args]]
Options:
  -e stat   run the statements 'stat'
  -i        read lines from the standard input after the script
  -l mod    require the module 'mod' into the global 'mod'
  -l g=mod  require the module 'mod' into the global 'g'
  -v        show the version
  -E        leave environment variables alone
  -W        turn warnings on
  --        what follows is no option
  -         what follows is no option, and the script is the standard input
"""

_ALONE = {"-i": "is_interactive", "-v": "shows_version", "-E": "ignores_environment"}


def entry() -> None:
    """Runs the command that the process was started with, and ends the process."""
    # Lua allows long chains of operators and calls, which are handled by recursion.
    sys.setrecursionlimit(100_000)
    try:
        command = parse_command_line([canonical(argument) for argument in sys.argv])
    except ValueError as error:
        sys.stderr.write(f"{sys.argv[0]}: {error}\n{_USAGE.format(name=sys.argv[0])}")
        sys.exit(1)
    sys.exit(_run(command))


def parse_command_line(argv: list[str]) -> CommandLine:
    """What a command line asks for (collectargs).

    Raises:
        ValueError: an option does not exist, or lacks its argument.
    """
    command = CommandLine(argv)
    position = 1
    while position < len(argv):
        option = argv[position]
        if not option.startswith("-") or option == "-":
            command.script = position
            return command
        position += 1
        if option == "--":
            break
        if option in _ALONE:
            setattr(command, _ALONE[option], True)
        elif option == "-W":
            command.steps.append(("-W", ""))
        elif option[:2] in ("-e", "-l"):
            text = option[2:]
            if not text:
                if position == len(argv) or argv[position].startswith("-"):
                    raise ValueError(f"'{option}' needs argument")
                text = argv[position]
                position += 1
            command.steps.append((option[:2], text))
        else:
            raise ValueError(f"unrecognized option '{option}'")
    command.script = position if position < len(argv) else 0
    return command


def _run(command: CommandLine) -> int:
    """Runs what a command line asks for, and returns the exit status."""
    _tell_facts(command)
    try:
        return run_interpreter(command)
    except BrokenPipeError:
        return 1
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        # Imported on demand: programs that run need nothing of it.
        from cmc.cli.report import tell_failure

        return tell_failure(error)


def _tell_facts(command: CommandLine) -> None:
    """Has the files of a program compiled knowing each other, unless other texts run before them."""
    if command.script and not command.steps and not command.is_interactive and not command.reads_input:
        state.expected_modules = run_program(command.argv[command.script], "lua54", path_templates("lua54"))
    else:
        state.expects_basic_metatables = True
