"""Names that Python takes."""

import keyword

KEYWORDS = frozenset(keyword.kwlist)


def camel_case(name: str) -> str:
    """What the class of something is called: `event_bus` is an `EventBus`."""
    return "".join(part[:1].upper() + part[1:] for part in name.split("_")) or name


def identifier(name: str) -> str:
    """A name that Python takes, a keyword with an underscore after it."""
    return name + "_" if name in KEYWORDS else name
