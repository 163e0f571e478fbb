"""Content negotiation (RFC 9110, section 12.5): the header `Accept`."""

SHORT_TYPES = {"json": "application/json", "html": "text/html", "text": "text/plain", "xml": "application/xml"}
"""Names for content types in `req:accepts`."""


def accepts(accept: str | None, candidate: str) -> bool:
    """Whether a client that has sent `accept` takes a content type; a type with quality 0 is refused."""
    if accept is None or accept.strip() == "*/*":
        return True
    return quality(accept, SHORT_TYPES.get(candidate, candidate)) > 0


def quality(accept: str | None, content_type: str) -> float:
    """How much a client wants a content type, from 0 for not at all to 1."""
    if accept is None:
        return 1.0
    kind = content_type.partition(";")[0].strip().lower()
    best, found = -1, 0.0
    for part in accept.lower().split(","):
        pattern, *parameters = (piece.strip() for piece in part.split(";"))
        precision = _precision(pattern, kind)
        if precision > best:
            best, found = precision, _q(parameters)
    return found


def _precision(pattern: str, kind: str) -> int:
    """How exactly a range of `Accept` names a type, -1 if it does not."""
    if pattern == kind:
        return 2
    if pattern.endswith("/*") and pattern[:-1] == kind.partition("/")[0] + "/":
        return 1
    return 0 if pattern == "*/*" else -1


def _q(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 1.0
    return 1.0
