"""What a caller may choose about a compilation."""

from dataclasses import dataclass

DIALECTS = ("coppermoon", "lua54")


@dataclass(frozen=True, slots=True)
class Options:
    """Options that change the output; they are part of every cache key.

    `dialect` is `coppermoon` or `lua54`. `front_end` is `native` or `luaparser`. `basic_metatables` says
    that some module of the program may give metatables to values that are no tables, `library` that the globals of the
    chunk are those of the program, so that `print` means the library's function, `metamethods` has the names
    of all metamethods that the program's texts mention, None if it is not known. `program` stands for all texts of the
    program, if the chunk is compiled knowing them, and `natives` are the modules that come with the runtime.
    """

    dialect: str = "coppermoon"
    front_end: str = "native"
    basic_metatables: bool = False
    library: bool = True
    metamethods: frozenset[str] | None = None
    program: str = ""
    natives: frozenset[str] = frozenset()

    def key(self) -> str:
        """A text that is equal for equal options."""
        metamethods = None if self.metamethods is None else sorted(self.metamethods)
        known = f"{self.program}/{sorted(self.natives)}"
        return f"{self.dialect}/{self.front_end}/{self.basic_metatables}/{self.library}/{metamethods}/{known}"
