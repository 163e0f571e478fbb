"""The parts of a query, and the SELECT that they are."""

from typing import TYPE_CHECKING, Any

from cmc.runtime.shims.freight.conditions import Condition

if TYPE_CHECKING:
    from cmc.runtime.shims.freight.model import Model


class Parts:
    """What a query is made of.

    `deleted` is whether its rows are those that are marked as deleted; None for both kinds.
    """

    __slots__ = (
        "columns", "conditions", "deleted", "distinct", "groups", "having", "includes", "joins", "limit", "offset",
        "orders",
    )  # fmt: skip

    def __init__(self) -> None:
        self.columns: tuple[str, ...] = ()
        self.distinct = False
        self.joins: tuple[str, ...] = ()
        self.conditions: Condition | None = None
        self.deleted: bool | None = False
        self.groups: tuple[str, ...] = ()
        self.having: Condition | None = None
        self.orders: tuple[str, ...] = ()
        self.limit: int | None = None
        self.offset: int | None = None
        self.includes: tuple[str, ...] = ()

    def with_(self, **changes: Any) -> "Parts":
        """Parts of which some are others."""
        parts = Parts()
        for name in self.__slots__:
            setattr(parts, name, changes.get(name, getattr(self, name)))
        return parts

    def condition(self, model: "Model") -> Condition | None:
        """What must hold for rows, deletion included."""
        column = model.deleted_column
        if not column or self.deleted is None:
            return self.conditions
        name = model.dialect.name_of(f"{model.table_name}.{column}" if self.joins else column)
        mark = Condition(f"{name} IS {'NOT ' if self.deleted else ''}NULL")
        return mark if self.conditions is None else self.conditions & mark

    def select(self, model: "Model", columns: str, *, ordered: bool) -> tuple[str, tuple[Any, ...]]:
        """The statement, with other columns if some are given, and its values."""
        table = model.table_sql
        if not columns:
            columns = ", ".join(self.columns) or (f"{table}.*" if self.joins else "*")
        words = ["SELECT DISTINCT" if self.distinct else "SELECT", columns, "FROM", table, *self.joins]
        values: tuple[Any, ...] = ()
        condition = self.condition(model)
        if condition is not None:
            words += ["WHERE", condition.sql]
            values += condition.values
        if self.groups:
            words += ["GROUP BY", ", ".join(self.groups)]
        if self.having is not None:
            words += ["HAVING", self.having.sql]
            values += self.having.values
        if ordered and self.orders:
            words += ["ORDER BY", ", ".join(self.orders)]
        return " ".join(words + self._range(model.dialect.unlimited)), values

    def _range(self, unlimited: str) -> list[str]:
        words = []
        if self.limit is not None:
            words.append(f"LIMIT {self.limit}")
        elif self.offset and unlimited:
            words.append(f"LIMIT {unlimited}")
        if self.offset:
            words.append(f"OFFSET {self.offset}")
        return words
