"""Names that Python takes."""

import keyword

KEYWORDS = frozenset(keyword.kwlist)


def identifier(name: str) -> str:
    """A name that Python takes, a keyword with an underscore after it."""
    return name + "_" if name in KEYWORDS else name
