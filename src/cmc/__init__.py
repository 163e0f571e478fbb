"""The CopperMoon compiler: Lua 5.4 programs to Python packages, and the runtime that they link against."""

__version__ = "0.1.0"
