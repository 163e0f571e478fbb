"""Borders and traversals of tables that programs change in any order, as the reference interpreter has them."""

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cmc.runtime.core.table import Table, border, entries, key, next_entry, raw_get, raw_set, unkey
from tests.stdlib.reference import assert_same_programs, literal

# Failures name the program, and looking for shorter examples would take hundreds of processes.
against_the_reference = settings(max_examples=25, phases=(Phase.explicit, Phase.generate))

scalars = st.one_of(
    st.integers(-2, 9),
    st.sampled_from((1.0, 2.0, 3.5, -1.5, 2.0**53, float("inf"))),
    st.sampled_from(("", "a", "b", "1", "n")),
    st.booleans(),
)
values = st.one_of(st.integers(0, 9), st.booleans(), st.sampled_from(("x", "y")))

changes = st.one_of(
    st.tuples(scalars, st.one_of(values, st.none())).map(lambda pair: f"t[{literal(pair[0])}] = {literal(pair[1])}"),
    values.map(lambda value: f"if is_sequence() then t[#t + 1] = {literal(value)} end"),
    values.map(lambda value: f"if is_sequence() then table.insert(t, 1, {literal(value)}) end"),
    st.just("if is_sequence() then table.remove(t) end"),
    st.just("if is_sequence() then table.remove(t, 1) end"),
    st.just("if is_sequence() then t[#t] = nil end"),
    st.sampled_from(("for k in pairs(t) do t[k] = nil end", "for k, v in pairs(t) do t[k] = v end")),
    st.just("for k, v in next, t do if v == true then t[k] = nil end end"),
)

# Only sequences have one border; of other tables, the reference may give any.
PROGRAM = """
local t = {{{fields}}}
local function is_sequence()
  local count, top = 0, 0
  for k in pairs(t) do
    if math.type(k) == "integer" and k > 0 then
      count = count + 1
      top = math.max(top, k)
    end
  end
  return count == top
end
local log = {{}}
local function note(...)
  for i = 1, select("#", ...) do
    log[#log + 1] = tostring((select(i, ...)))
  end
end
local function look()
  local n = #t
  note("border", n >= 0 and (n == 0 or t[n] ~= nil) and t[n + 1] == nil, is_sequence() and n)
  local seen = {{}}
  for k, v in pairs(t) do
    seen[#seen + 1] = math.type(k or 0) .. " " .. tostring(k) .. "=" .. tostring(v)
  end
  table.sort(seen)
  note(table.concat(seen, ","), rawlen(t) == n, next(t) == nil)
end
{changes}
return table.concat(log, ";")
"""


def _program(fields: list[object], steps: list[str]) -> str:
    text = ", ".join(map(literal, fields))
    program = PROGRAM.format(fields=text, changes="\n".join(f"{step} look()" for step in ["", *steps]))
    # The type of a key that is no number is nil.
    return program.replace("math.type(k or 0)", "tostring(math.type(k))")


@against_the_reference
@given(
    st.lists(
        st.tuples(st.lists(st.one_of(values, st.none()), max_size=5), st.lists(changes, max_size=20)),
        min_size=5,
        max_size=15,
    )
)
def test_tables_as_the_reference(cases: list[tuple[list[object], list[str]]]) -> None:
    """The same entries after every step, the same length of sequences, and a border always."""
    assert_same_programs([_program(fields, steps) for fields, steps in cases])


@given(st.lists(st.tuples(scalars, st.one_of(values, st.none())), max_size=40))
def test_traversal_gives_every_entry_once(pairs: list[tuple[object, object]]) -> None:
    """`next` from the beginning to the end meets what is in the table, in the order of `entries`."""
    table = Table()
    model: dict[object, object] = {}
    for k, value in pairs:
        raw_set(table, k, value)
        model.pop((type(k) is bool, k), None)
        if value is not None:
            model[type(k) is bool, k] = value
    met = []
    entry = next_entry(table, None)
    while entry is not None:
        met.append(entry)
        entry = next_entry(table, entry[0])
    assert met == [(unkey(k), value) for k, value in entries(table)] or met == list(entries(table))
    assert {(type(k) is bool, k): value for k, value in met} == model
    assert len(met) == len(model)
    for (_, k), value in model.items():
        assert raw_get(table, k) == value
        assert key(k) in table


@given(st.lists(st.tuples(st.integers(1, 12), st.booleans()), max_size=60))
def test_border_after_every_change(steps: list[tuple[int, bool]]) -> None:
    """A border is present, or zero, and what follows it is absent; the length of a sequence is exact."""
    table = Table()
    for position, present in steps:
        raw_set(table, position, position if present else None)
        found = border(table)
        assert found == 0 or found in table
        assert found + 1 not in table
        if len(table) == max(table, default=0):
            assert found == len(table)


@given(st.lists(values, max_size=30), st.data())
def test_clearing_while_traversing(items: list[object], data: st.DataObject) -> None:
    """Fields may be cleared on the way (manual §6.1, `next`): what is left is met all the same, and once."""
    table = Table(enumerate(items, 1))
    table.update((name, name) for name in ("a", "b", "c"))
    expected = set(table)
    met = []
    entry = next_entry(table, None)
    while entry is not None:
        met.append(entry[0])
        if data.draw(st.booleans()):
            raw_set(table, entry[0], None)
        entry = next_entry(table, entry[0])
    assert sorted(met, key=str) == sorted(expected, key=str)
