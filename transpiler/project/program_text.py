"""The files of a program that is run, found before its first chunk is compiled by reading texts alone.

`cmc run` compiles a module when `require` loads it, but compiles it as a part of the whole. Names that are computed
may mean any file below the program's folder.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cmc.transpiler.project.names import module_name
from cmc.transpiler.source import Source

_REQUIRED = re.compile(r"""\brequire\b\s*\(?\s*["']([^"'\n]+)["']""")
_COMMENT = re.compile(r"--[^\n]*")
_COMPUTED = re.compile(r"""\brequire\b(?!\s*\(?\s*(?:"[^"\n]*"|'[^'\n]*')(?!\s*\.\.))""")
_WORD_STRING = re.compile(r"""["']([\w.]+)["']""")
_MODULES = re.compile(r"\b(?:preload|loaded|searchers|loaders)\b")
_TEMPLATE = re.compile(r"""["']([^"'\n]*\?[^"'\n]*\.lua[^"'\n]*)["']""")
_BASIC = re.compile(r"""\bdebug\b.*\bsetmetatable\b|\bgetmetatable\s*\(?\s*["']""", re.DOTALL)
_ENVIRONMENT = re.compile(r"\b(?:setupvalue|upvaluejoin)\b")
_METAMETHOD = re.compile(r"\b__[a-z]+\b")

_MAX_FILES = 400
_MAX_BYTES = 2 << 20
MAX_COMPUTED = 150
MAX_FOLDERS = 500
"""Programs beyond these sizes are compiled chunk by chunk: following all values at once would take many seconds."""

_SKIPPED_FOLDERS = frozenset(("build", "dist", "node_modules", "__pycache__"))


@dataclass(frozen=True, slots=True)
class ProgramFacts:
    """What the texts of a program tell: see the options of the same names.

    `library` is false where functions may be given other environments, in which names mean something else.
    """

    basic_metatables: bool
    metamethods: frozenset[str] | None
    library: bool = True


def facts_of(texts: Iterable[str]) -> ProgramFacts:
    """Reads the facts off the texts. Words that only look as if are taken for what they look like."""
    basic = changes_environments = False
    metamethods: set[str] = set()
    for text in texts:
        basic = basic or _BASIC.search(text) is not None
        changes_environments = changes_environments or _ENVIRONMENT.search(text) is not None
        metamethods.update(_METAMETHOD.findall(text))
    return ProgramFacts(basic, frozenset(metamethods), not changes_environments)


@dataclass(slots=True, eq=False)
class ProgramTexts:
    """The texts of a program by real path, and the names that `require` finds each under.

    `is_whole` says that every name has one file at most, and that the program is not too big to be looked at as a
    whole, `is_complete` that computed names have been taken into account, `computes` that there are such names.
    """

    texts: dict[str, str] = field(default_factory=dict)
    names: dict[str, set[str]] = field(default_factory=dict)
    is_whole: bool = True
    is_complete: bool = True
    computes: bool = False


def program_texts(
    file: Path, templates: Iterable[str], natives: Callable[[], frozenset[str]] = frozenset
) -> ProgramTexts:
    """A file and all that it requires, as far as they lie where modules are found.

    `templates` are those of `package.path`, relative to the current folder. `natives` gives the packages that come from
    the runtime even if they are installed; it is called if some package is.
    """
    program = ProgramTexts()
    pending = [os.path.realpath(file)]
    patterns = list(dict.fromkeys([*_near(file), *templates]))
    size = 0
    searched = False
    while pending:
        path = pending.pop()
        if path in program.texts:
            continue
        if not os.path.isfile(path):
            # A pipe could not be read a second time.
            program.is_whole = False
            continue
        try:
            text = Source.from_bytes("", Path(path).read_bytes()).text
        except OSError:  # reported when the program gets there
            continue
        program.texts[path] = text
        size += len(text)
        if len(program.texts) > _MAX_FILES or size > _MAX_BYTES:
            program.is_whole = False
            break
        for template in _TEMPLATE.findall(text):
            # `dir .. "/?.lua"` is the end of a template only.
            found_here = (one for one in template.split(";") if "?" in one and not one.startswith("/"))
            patterns += [one for one in found_here if one not in patterns]
        for name in _REQUIRED.findall(text):
            candidates = list(_candidates(name, patterns))
            installed = [path for path in candidates if "harbor_modules" in Path(path).parts]
            if installed and name.replace("/", ".").partition(".")[0] in natives():
                candidates = [path for path in candidates if path not in installed]
            found = dict.fromkeys(os.path.realpath(candidate) for candidate in candidates)
            program.is_whole = program.is_whole and len(found) <= 1
            for candidate in found:
                program.names.setdefault(candidate, set()).add(name)
                pending.append(candidate)
        if not searched and _computes_names(text):
            searched = True
            pending += _name_all(program, _roots(file, patterns))
            pending += [path for known in program.texts.values() for path in _spelt(program, known, patterns)]
        elif searched:
            pending += _spelt(program, text, patterns)
    program.computes = searched
    return program


def required_in(text: str) -> list[str]:
    """The constant names that a text requires, as far as words tell."""
    return _REQUIRED.findall(text)


def changes_modules(text: str) -> bool:
    """Whether a text may say what `require` gives."""
    return _MODULES.search(text) is not None


def strings_in(text: str) -> set[str]:
    """The short strings of a text but for constant names of modules, as far as words tell."""
    return {match[1] for match in _WORD_STRING.finditer(_REQUIRED.sub("", text))}


def _computes_names(text: str) -> bool:
    return _COMPUTED.search(_COMMENT.sub("", text)) is not None


def _roots(file: Path, patterns: list[str]) -> list[Path]:
    """The folders that computed names may lead into, but for those of the system."""
    roots = [file.parent]
    for pattern in patterns:
        folder = Path(pattern.partition("?")[0])
        if not os.path.realpath(folder).startswith(_SYSTEM_FOLDERS):
            roots.append(folder)
    return list({os.path.realpath(root): root for root in roots}.values())


_SYSTEM_FOLDERS = ("/usr/", "/opt/")


def _name_all(program: ProgramTexts, roots: list[Path]) -> list[str]:
    """All files below some folders, under every name that they may be required by; none if there are too many."""
    found: dict[str, set[str]] = {}
    looked = 0
    for root in roots:
        for parent, folders, files in os.walk(root):
            folders[:] = sorted(name for name in folders if name not in _SKIPPED_FOLDERS and not name.startswith("."))
            for name in sorted(files):
                if name.endswith(".lua"):
                    relative = Path(parent, name).relative_to(root)
                    path = os.path.realpath(os.path.join(parent, name))
                    found.setdefault(path, set()).update(module_name(relative))
            looked += 1
            if len(found) > MAX_COMPUTED or looked > MAX_FOLDERS:
                program.is_complete = False
                return []
    for path, names in found.items():
        program.names.setdefault(path, set()).update(names)
    return list(found)


def _spelt(program: ProgramTexts, text: str, patterns: list[str]) -> list[str]:
    """The files that strings of a text are the names of."""
    pending = []
    for name in strings_in(text):
        for candidate in _candidates(name, patterns):
            path = os.path.realpath(candidate)
            program.names.setdefault(path, set()).add(name)
            pending.append(path)
    return pending


def _candidates(name: str, patterns: list[str]) -> Iterator[str]:
    relative = name.replace(".", "/")
    for pattern in patterns:
        candidate = pattern.replace("?", relative)
        if os.path.isfile(candidate):
            yield candidate


def _near(file: Path) -> Iterator[str]:
    """Where the modules of a program lie beside it."""
    place = file.parent.resolve()
    around = next((f for f in (place, *place.parents) if (f / "harbor_modules").exists()), place)
    for folder in (str(file.parent), str(around), "."):
        for inner in (folder, os.path.join(folder, "harbor_modules")):
            yield os.path.join(inner, "?.lua")
            yield os.path.join(inner, "?", "init.lua")
