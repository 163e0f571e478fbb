"""What every lowering function is handed: the unit being lowered, and the Python function being written."""

from dataclasses import dataclass, field

from cmc.transpiler.analysis.classes.result import Classes
from cmc.transpiler.analysis.dead import Branches
from cmc.transpiler.analysis.functions import Functions
from cmc.transpiler.analysis.purposes import find_arguments, find_purposes
from cmc.transpiler.analysis.scopes import FunctionScope, Scopes, Variable
from cmc.transpiler.analysis.shapes import Shapes
from cmc.transpiler.analysis.types import Types
from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.lower.registry import Rungs
from cmc.transpiler.options import Options
from cmc.transpiler.source import Source
from cmc.transpiler.syntax import nodes as lua


@dataclass(slots=True, eq=False)
class Unit:
    """One chunk on its way to Python: its analyses, and what lowering notes down about it.

    `uses_debug` says that the program may look at or write locals and upvalues from outside, `watches_collector` that
    it asks for collections, and so may notice what keeps an object alive, `basic_metatables` that it may give
    metatables to values that are no tables. `branches` tells which blocks never run. `is_written` says that people will
    read the Python.
    """

    source: Source
    chunk: lua.Chunk
    scopes: Scopes
    types: Types
    functions: Functions
    shapes: Shapes
    options: Options
    uses_debug: bool
    watches_collector: bool
    basic_metatables: bool
    deep_tail_calls: frozenset[int]
    rungs: Rungs
    classes: Classes = field(default_factory=Classes)
    branches: Branches = Branches()
    purposes: dict[int, str] | None = None
    arguments: frozenset[int] | None = None
    is_written: bool = False

    def purpose_of(self, node: lua.Function) -> str:
        """What a function that is defined before the statement that uses it may be called."""
        if self.purposes is None:
            self.purposes = find_purposes(self.chunk, self.scopes)
        return self.purposes[node.id]

    def is_argument(self, node: lua.Function) -> bool:
        """Whether a function is handed to another one, and the only one in its statement."""
        if self.arguments is None:
            self.arguments = find_arguments(self.chunk)
        return node.id in self.arguments

    @property
    def library_may_change(self) -> bool:
        """Whether the program may replace functions of the library."""
        return self.shapes.flow is None or self.shapes.flow.alters_library

    def is_fresh(self, variable: Variable) -> bool:
        """Whether closures must not capture a variable itself, as Python gives a function only one of a name.

        So it is where code may run through the declaration several times in one call, and in programs that may notice
        that Python keeps a captured variable to the end of the function.
        """
        if is_fresh_per_iteration(variable):
            return True
        # With the debug library, upvalues have to be of one kind, so that they can be joined.
        return self.watches_collector and variable.nested and not self.uses_debug


@dataclass(slots=True, eq=False)
class Frame:
    """Something around the code being written that a jump may have to leave.

    `node` is the Lua loop, or the block whose gotos a loop dispatches; frames that are no loops stand for functions
    that hold a piece of a Lua function. `flag` tells the code after an inner frame which way to leave; it is made when
    a jump first has to cross one. `crossing` lists the frames that jumps from inside aim at, and the ways they leave.
    """

    node: lua.Node
    function: "ir.FunctionDef | ir.Module"
    is_loop: bool = False
    flag: ir.Symbol | None = None
    crossing: dict["Frame", set[int]] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Context:
    """The Python function being written, and the statement list that code is appended to.

    `hoisted` holds the names of functions that were defined for the current statement. `depth` counts the Python
    blocks around the current statement that CPython limits to 20 (loops, `with`, `try`), `closing` the `<close>`
    variables around, under which no call is a tail call. `outlined` says that this Python function is a piece of a Lua
    function, so that `return` must be passed on. `loop_bodies` maps the id of a block to the loop that repeats it where
    `continue` means its end, `label_states` a label to the loop that dispatches it and what a goto sets. `classes` are
    those of this function that may still get members, `namespaces` the variables that stand for fields of a table,
    `placed` is where the current statement went if not to `out`.
    """

    unit: Unit
    scope: FunctionScope
    function: ir.FunctionDef | ir.Module
    out: list[ir.Statement]
    parent: "Context | None" = None
    symbols: dict[Variable, ir.Symbol] = field(default_factory=dict)
    vararg: ir.Symbol | None = None
    frames: list[Frame] = field(default_factory=list)
    temporaries: list[ir.Symbol] = field(default_factory=list)
    temporaries_used: int = 0
    hoisted: list[ir.Symbol] = field(default_factory=list)
    depth: int = 0
    closing: int = 0
    outlined: bool = False
    loop_bodies: dict[int, lua.Node] = field(default_factory=dict)
    label_states: dict[int, tuple[Frame, ir.Symbol, int]] = field(default_factory=dict)
    classes: dict[Variable, ir.ClassDef] = field(default_factory=dict)
    namespaces: dict[Variable, dict[str, ir.Symbol]] = field(default_factory=dict)
    placed: ir.Statement | None = None

    def emit(self, statement: ir.Statement) -> None:
        """Appends a statement to the code being written."""
        self.out.append(statement)

    def symbol(self, hint: str, lua_name: str | None = None) -> ir.Symbol:
        """A new variable of the current Python function."""
        symbol = ir.Symbol(hint, self.function, lua_name)
        self.function.locals.append(symbol)
        return symbol

    def declare(self, variable: Variable) -> ir.Symbol:
        """The Python variable for a Lua local that is visible from here on."""
        self.symbols[variable] = self.variable(variable)
        return self.symbols[variable]

    def variable(self, variable: Variable) -> ir.Symbol:
        """A Python variable for a Lua local, not yet visible by its name."""
        symbol = self.symbol(variable.name, variable.name)
        symbol.boxed = self.needs_box(variable)
        symbol.first_offset, symbol.last_offset = variable.start, variable.end
        symbol.captured = variable.captured
        symbol.constant = variable.constant is not None
        return symbol

    def needs_box(self, variable: Variable) -> bool:
        """Whether a variable must live in a `Cell`.

        Python closures capture variables of a function, not of an iteration. A variable that is fresh in every
        iteration and captured is passed to the closure by value where nothing can change it later, in a cell
        otherwise.
        """
        if not variable.captured or not self.unit.is_fresh(variable):
            return False
        return bool(variable.writes) or variable.kind == "function" or self.unit.uses_debug

    def hide(self, count: int, span: tuple[int, int], holder: ir.Symbol | None = None) -> None:
        """Notes the variables that a `for` has in Lua beside those of the program, for `debug.getlocal`."""
        if self.unit.uses_debug:
            for position in range(count):
                symbol = self.symbol("", "(for state)")
                symbol.hidden = symbol.alone = True
                symbol.first_offset, symbol.last_offset = span
                symbol.held_in = (holder, position) if holder is not None else None

    def resolve(self, variable: Variable) -> ir.Symbol:
        """The Python variable that stands for a Lua local at this place."""
        symbol = self.find(variable)
        assert symbol is not None, f"no symbol for {variable.name}"
        return symbol

    def field_of(self, variable: Variable, name: str) -> ir.Symbol | None:
        """The variable that stands for a field of a table that a local holds, if one does."""
        context: Context | None = self
        while context is not None:
            if variable in context.namespaces:
                return context.namespaces[variable].get(name)
            context = context.parent
        return None

    def find(self, variable: Variable) -> ir.Symbol | None:
        """The Python variable of a Lua local, None where it has not been declared."""
        context: Context | None = self
        while context is not None:
            if variable in context.symbols:
                return context.symbols[variable]
            context = context.parent
        return None

    def temporary(self, hint: str) -> ir.Symbol:
        """A variable for the current statement; the next statement may use it again."""
        if self.temporaries_used == len(self.temporaries):
            self.temporaries.append(self.symbol(hint))
            self.temporaries[-1].made_up = True
        self.temporaries_used += 1
        return self.temporaries[self.temporaries_used - 1]

    def origin(self, node: lua.Node, operation: str = "", *operands: ir.Describe | None) -> ir.Origin:
        """The origin of something that stands for `node`."""
        return ir.Origin(node.line, node.start, operation, operands)


def is_fresh_per_iteration(variable: Variable) -> bool:
    """Whether code may run through the declaration several times in one call of its function."""
    if variable.loop is not None:
        return True
    return any(
        jump.label.backward and jump.label.node.start <= variable.start <= jump.node.start
        for jump in variable.function.gotos
    )
