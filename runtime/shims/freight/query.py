"""The query builder (Freight specification, section 5). Every call gives a new query and leaves the old one alone."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.numbers import parse_number
from cmc.runtime.core.table import Table, dict_get
from cmc.runtime.declare import HostObject, lua_method
from cmc.runtime.shims.freight.conditions import Condition, among, column_name, condition_of
from cmc.runtime.shims.freight.expressions import check_name, expression, fragment, is_column, order
from cmc.runtime.shims.freight.moments import now_in_seconds
from cmc.runtime.shims.freight.parts import Parts
from cmc.runtime.stdlib.library import library

if TYPE_CHECKING:
    from cmc.runtime.shims.freight.model import Model


class Query(HostObject, path="freight.Query"):
    """A query for records of a model."""

    __slots__ = ("_model", "_parts")

    def __init__(self, model: "Model", parts: Parts | None = None) -> None:
        super().__init__()
        self._model = model
        self._parts = parts or Parts()

    @classmethod
    def _metamethods(cls) -> dict[str, Any]:
        return library({"__index": _index, "__name": "Query"})

    def _with(self, **changes: Any) -> "Query":
        return Query(self._model, self._parts.with_(**changes))

    @property
    def _quote(self) -> str:
        return self._model.dialect.quote

    # Conditions

    @lua_method("freight.Query:where")
    def where(self, condition: Any, *values: Any) -> "Query":
        """Rows for which a condition holds as well: a table of columns and values, or SQL with values for its `?`."""
        return self._and(condition_of(condition, values, self._quote, self._model.bind))

    @lua_method("freight.Query:orWhere")
    def or_where(self, condition: Any, *values: Any) -> "Query":
        """Rows for which the conditions so far hold, or this one."""
        other = condition_of(condition, values, self._quote, self._model.bind)
        now = self._parts.conditions
        return self._with(conditions=other if now is None else now | other)

    @lua_method("freight.Query:whereIn")
    def where_in(self, column: str, values: Table) -> "Query":
        """Rows whose column has one of the values."""
        return self._and(among(column, values, self._quote, self._model.bind))

    @lua_method("freight.Query:whereNotIn")
    def where_not_in(self, column: str, values: Table) -> "Query":
        """Rows whose column has none of the values."""
        return self._and(among(column, values, self._quote, self._model.bind, negated=True))

    @lua_method("freight.Query:whereNull")
    def where_null(self, column: str) -> "Query":
        """Rows whose column has no value."""
        return self._and(Condition(f"{column_name(column, self._quote)} IS NULL"))

    @lua_method("freight.Query:whereNotNull")
    def where_not_null(self, column: str) -> "Query":
        """Rows whose column has a value."""
        return self._and(Condition(f"{column_name(column, self._quote)} IS NOT NULL"))

    @lua_method("freight.Query:whereBetween")
    def where_between(self, column: str, low: Any, high: Any) -> "Query":
        """Rows whose column is in a range, both ends included."""
        bind = self._model.bind
        values = (bind(column, low), bind(column, high))
        return self._and(Condition(f"{column_name(column, self._quote)} BETWEEN ? AND ?", values))

    @lua_method("freight.Query:whereLike")
    def where_like(self, column: str, pattern: str) -> "Query":
        """Rows whose column matches a pattern of LIKE."""
        return self._and(Condition(f"{column_name(column, self._quote)} LIKE ?", (pattern,)))

    @lua_method("freight.Query:withDeleted")
    def with_deleted(self) -> "Query":
        """Also rows that are marked as deleted."""
        return self._with(deleted=None)

    @lua_method("freight.Query:onlyDeleted")
    def only_deleted(self) -> "Query":
        """Only rows that are marked as deleted."""
        return self._with(deleted=True)

    def _and(self, condition: Condition) -> "Query":
        now = self._parts.conditions
        return self._with(conditions=condition if now is None else now & condition)

    # Shape

    @lua_method("freight.Query:select")
    def select(self, *columns: str) -> "Query":
        """Only some columns, or expressions with AS."""
        return self._with(columns=self._parts.columns + tuple([expression(each, self._quote) for each in columns]))

    @lua_method("freight.Query:distinct")
    def distinct(self) -> "Query":
        """Every row once."""
        return self._with(distinct=True)

    @lua_method("freight.Query:orderBy")
    def order_by(self, column: str, direction: str | None = None) -> "Query":
        """Ordered by a column too, ASC or DESC."""
        return self._with(orders=(*self._parts.orders, order(column, direction, self._quote)))

    @lua_method("freight.Query:orderByDesc")
    def order_by_descending(self, column: str) -> "Query":
        """Ordered by a column too, falling."""
        return self.order_by(column, "DESC")

    @lua_method("freight.Query:limit")
    def limit(self, count: int) -> "Query":
        """So many rows at most."""
        return self._with(limit=_natural(count, "limit"))

    @lua_method("freight.Query:offset")
    def offset(self, count: int) -> "Query":
        """Without the first rows."""
        return self._with(offset=_natural(count, "offset"))

    @lua_method("freight.Query:paginate")
    def paginate(self, page: int, per_page: int) -> "Query":
        """A page of rows; pages are counted from 1."""
        size = _natural(per_page, "page size")
        return self._with(limit=size, offset=(max(page, 1) - 1) * size)

    @lua_method("freight.Query:groupBy")
    def group_by(self, *columns: str) -> "Query":
        """One row for each value of the columns."""
        return self._with(groups=self._parts.groups + tuple([expression(each, self._quote) for each in columns]))

    @lua_method("freight.Query:having")
    def having(self, condition: str, *values: Any) -> "Query":
        """Groups for which a condition holds."""
        text = expression(condition, self._quote)
        more = Condition(text, values, fragment(condition)[1])
        now = self._parts.having
        return self._with(having=more if now is None else now & more)

    @lua_method("freight.Query:join")
    def join(self, table: str, on: str) -> "Query":
        """With the rows of another table that belong to each row."""
        return self._join("JOIN", table, on)

    @lua_method("freight.Query:leftJoin")
    def left_join(self, table: str, on: str) -> "Query":
        """The same, keeping rows to which none belongs."""
        return self._join("LEFT JOIN", table, on)

    @lua_method("freight.Query:rightJoin")
    def right_join(self, table: str, on: str) -> "Query":
        """The same, keeping rows of the other table that belong to none."""
        return self._join("RIGHT JOIN", table, on)

    def _join(self, kind: str, table: str, on: str) -> "Query":
        name = self._model.dialect.name_of(check_name(table))
        return self._with(joins=(*self._parts.joins, f"{kind} {name} ON {expression(on, self._quote)}"))

    @lua_method("freight.Query:include")
    def include(self, *names: str) -> "Query":
        """With the records of relations, which are loaded together; `posts.comments` names one of a relation."""
        return self._with(includes=self._parts.includes + names)

    @lua_method("freight.Query:with")
    def include_with(self, *names: str) -> "Query":
        """The same as `include`."""
        return self.include(*names)

    @lua_method("freight.Query:preload")
    def preload(self, *names: str) -> "Query":
        """The same as `include`."""
        return self.include(*names)

    # SQL

    @lua_method("freight.Query:toSql")
    def to_sql(self) -> tuple[str, Table]:
        """The SQL of the query, and the values for its placeholders."""
        sql, values = self._select()
        return sql, Table((position, value) for position, value in enumerate(values, 1) if value is not None)

    def _select(self, columns: str = "", *, ordered: bool = True) -> tuple[str, tuple[Any, ...]]:
        return self._parts.select(self._model, columns, ordered=ordered)

    # Results

    @lua_method("freight.Query:all", suspends=True)
    def all(self) -> Table:
        """The records."""
        sql, values = self._select()
        records = [self._model.load(row) for row in self._model.database.query(sql, *values).values()]
        if records and self._parts.includes:
            from cmc.runtime.shims.freight.loading import load_relations

            load_relations(self._model, records, self._parts.includes)
        return Table(enumerate(records, 1))

    @lua_method("freight.Query:findAll", suspends=True)
    def find_all(self) -> Table:
        """The same as `all`."""
        return self.all()

    @lua_method("freight.Query:get", suspends=True)
    def get(self) -> Table:
        """The same as `all`."""
        return self.all()

    @lua_method("freight.Query:first", suspends=True)
    def first(self) -> Any:
        """The first record, nil if there is none."""
        limit = self._parts.limit
        return self._with(limit=1 if limit is None else min(limit, 1)).all()[1]

    @lua_method("freight.Query:firstOrFail", suspends=True)
    def first_or_fail(self) -> Any:
        """The first record; an error if there is none."""
        record = self.first()
        if record is None:
            raise LuaError(f"Record not found in '{self._model.table_name}'")
        return record

    @lua_method("freight.Query:exists", suspends=True)
    def exists(self) -> bool:
        """Whether there is a record."""
        limited = self if self._parts.limit == 0 else self._with(limit=1)
        sql, values = limited._select("" if self._parts.groups or self._parts.distinct else "1 AS one", ordered=False)
        return self._model.database.query_row(sql, *values) is not None

    @lua_method("freight.Query:count", suspends=True)
    def count(self, column: str | None = None) -> int:
        """The number of rows, or of those whose column has a value."""
        return int(self._aggregate("COUNT", column) or 0)

    @lua_method("freight.Query:sum", suspends=True)
    def sum(self, column: str) -> int | float:
        """The sum of a column, 0 of no rows."""
        return _number(self._aggregate("SUM", column)) or 0

    @lua_method("freight.Query:avg", suspends=True)
    def avg(self, column: str) -> float | None:
        """The average of a column, nil of no rows."""
        value = _number(self._aggregate("AVG", column))
        return None if value is None else float(value)

    @lua_method("freight.Query:min", suspends=True)
    def min(self, column: str) -> Any:
        """The least value of a column, nil of no rows."""
        return self._model.read(column, self._aggregate("MIN", column))

    @lua_method("freight.Query:max", suspends=True)
    def max(self, column: str) -> Any:
        """The greatest value of a column, nil of no rows."""
        return self._model.read(column, self._aggregate("MAX", column))

    def _aggregate(self, function: str, column: str | None) -> Any:
        parts = self._parts
        argument = "*" if column is None else expression(column, self._quote)
        if parts.groups or parts.distinct or parts.limit is not None or parts.offset:
            inner = "" if parts.columns or (parts.distinct and column is None) else "1 AS one"
            if column is not None and not parts.columns:
                inner = argument
            outer = column.rpartition(".")[2] if column is not None and is_column(column) else argument
            sql, values = self._select(inner, ordered=parts.limit is not None or bool(parts.offset))
            sql = f"SELECT {function}({outer}) AS result FROM ({sql}) AS selected"
        else:
            sql, values = self._select(f"{function}({argument}) AS result", ordered=False)
        row = self._model.database.query_row(sql, *values)
        return None if row is None else row["result"]

    # Changes of many rows

    @lua_method("freight.Query:update", suspends=True)
    def update(self, changes: Table) -> int:
        """Changes all rows, without hooks; how many there were."""
        model = self._model
        columns = model.columns_to_write(changes)
        if not columns:
            return 0
        assignments = ", ".join(f"{model.dialect.name_of(name)} = ?" for name in columns)
        where, values = self._rows()
        return model.database.execute(f"UPDATE {model.table_sql} SET {assignments}{where}", *columns.values(), *values)

    @lua_method("freight.Query:delete", suspends=True)
    def delete(self) -> int:
        """Deletes all rows, without hooks, or marks them as deleted; how many there were."""
        column = self._model.deleted_column
        return self.update(Table({column: now_in_seconds()})) if column else self.force_delete()

    @lua_method("freight.Query:forceDelete", suspends=True)
    def force_delete(self) -> int:
        """Deletes all rows, also where others are marked only; how many there were."""
        where, values = self._rows()
        return self._model.database.execute(f"DELETE FROM {self._model.table_sql}{where}", *values)

    @lua_method("freight.Query:restore", suspends=True)
    def restore(self) -> int:
        """Takes the mark off rows that are marked as deleted; how many there were."""
        model = self._model
        where, values = self._with(deleted=True)._rows()
        name = model.dialect.name_of(model.need_deleted_column())
        return model.database.execute(f"UPDATE {model.table_sql} SET {name} = NULL{where}", *values)

    def _rows(self) -> tuple[str, tuple[Any, ...]]:
        """The WHERE of a change. What only a SELECT can say is said by one for the primary keys."""
        parts = self._parts
        if parts.joins or parts.groups or parts.limit is not None or parts.offset:
            key = self._model.dialect.name_of(self._model.primary_key)
            sql, values = self._select(f"{self._model.table_sql}.{key} AS chosen")
            return f" WHERE {key} IN (SELECT chosen FROM ({sql}) AS selected)", values
        condition = parts.condition(self._model)
        return ("", ()) if condition is None else (f" WHERE {condition.sql}", condition.values)


def _index(query: Any = None, k: Any = None, *_: Any) -> Any:
    """A method; after those of queries, one that the program has added to the model, which is then a scope."""
    if not isinstance(query, Query):
        return None
    found = dict_get(Query.lua_methods(), k)
    if found is None and callable(scope := dict_get(query._model, k)):
        return scope
    return found


def _natural(value: int, what: str) -> int:
    if value < 0:
        raise LuaError(f"the {what} must not be negative")
    return value


def _number(value: Any) -> Any:
    """A number that a server gives as text, because it is exact."""
    return parse_number(value) if type(value) is str else value


STARTERS: dict[str, Callable[..., Any]] = {
    name: getattr(Query, name)
    for name in (
        "where", "or_where", "where_in", "where_not_in", "where_null", "where_not_null", "where_between", "where_like",
        "select", "distinct", "order_by", "order_by_descending", "limit", "offset", "paginate", "group_by", "having",
        "join", "left_join", "right_join", "include", "include_with", "preload",
        "with_deleted", "only_deleted",
    )
}  # fmt: skip
"""The methods that begin a query when they are called on a model."""
