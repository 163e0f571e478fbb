"""What `cmc explain` says of a chunk: each use of a helper with its place, its reason and what would lift it."""

from collections import Counter
from dataclasses import dataclass

from cmc.transpiler.analysis.annotations import Signature, kind_of
from cmc.transpiler.explain.origins import Label, Origins
from cmc.transpiler.explain.reasons import PLAIN, causes_of
from cmc.transpiler.explain.uses import Use
from cmc.transpiler.explain.view import View
from cmc.transpiler.syntax import nodes as lua


@dataclass(frozen=True, slots=True)
class Annotation:
    """A type that the author might write down: for which parameter of which function, and where."""

    function: int
    parameter: str
    type: str
    file: str
    line: int

    def __str__(self) -> str:
        place = f"above {self.file}:{self.line}" if self.file else f"above line {self.line}"
        return f"---@param {self.parameter} {self.type} ({place})"


@dataclass(frozen=True, slots=True)
class Finding:
    """A use of a helper: where it stands, why it is needed, and the annotations without which it is."""

    helper: str
    start: int
    end: int
    reasons: tuple[str, ...]
    annotations: tuple[Annotation, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether there is no better way to say it."""
        return self.helper in PLAIN


def find(view: View, uses: list[Use]) -> list[Finding]:
    """All uses of helpers in a chunk."""
    origins = Origins(view)
    found = []
    for use in uses:
        reasons, annotations = [], []
        for cause in causes_of(view, use):
            origin = origins.why(cause.expression, cause.bad) if cause.expression is not None else None
            clause = f": {origin.clause}" if origin is not None and origin.clause else ""
            reasons.append(cause.text + clause)
            if origin is not None and origin.parameter is not None and cause.wanted not in ("", "any"):
                annotations += _annotation(view, origin.parameter, cause.wanted)
        found.append(
            Finding(
                use.helper,
                *_place(view, use.node),
                tuple(dict.fromkeys(reasons)),
                tuple(dict.fromkeys(annotations)),
            )
        )
    return found


def _place(view: View, node: lua.Node) -> tuple[int, int]:
    """The span that is shown for a node: of statements, the first line."""
    end = view.unit.source.text.find("\n", node.start, node.end)
    return node.start, node.end if end < 0 else end


def _annotation(view: View, parameter: Label, wanted: str) -> list[Annotation]:
    """The annotation of a parameter, unless it has one or there is no place for it."""
    function = parameter.function.node if parameter.function is not None else None
    if not isinstance(function, lua.Function) or parameter.variable is None or not function.name:
        return []
    signature = parameter.unit.signatures.get(function.id)
    if signature is not None and parameter.variable.name in signature.params:
        return []
    file = "" if parameter.source is view.unit.source else parameter.source.short_name
    line = view.line(function, parameter.source)
    return [Annotation(function.id, parameter.variable.name, wanted, file, line)]


def with_annotations(
    signatures: dict[int, Signature], annotations: list[Annotation], file: str
) -> dict[int, Signature]:
    """The signatures of a chunk as they would be with more annotations."""
    found = dict(signatures)
    for annotation in annotations:
        if annotation.file == file:
            old = found.get(annotation.function, Signature())
            params = {annotation.parameter: kind_of(annotation.type), **old.params}
            found[annotation.function] = Signature(params, old.results)
    return found


def confirmed(findings: list[Finding], after: list[Finding]) -> list[Finding]:
    """The findings with just those annotations that have lifted something; `after` is found with all of them."""
    left = Counter((finding.helper, finding.start, finding.end) for finding in after)
    return [
        finding if not left[finding.helper, finding.start, finding.end] else _without(finding) for finding in findings
    ]


def _without(finding: Finding) -> Finding:
    return Finding(finding.helper, finding.start, finding.end, finding.reasons)
