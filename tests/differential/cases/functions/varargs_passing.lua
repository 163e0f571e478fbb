-- Shows forwarding varargs through several levels, adding before and after.
local function inner(...) return select("#", ...), ... end
local function middle(...) return inner("first", ...) end
local function outer(...) return middle(..., "last") end
print(inner(nil, nil))
print(middle(1, 2))
print(outer(1, 2, 3))
print(outer())
local function twice(f, ...) return f(...), f(...) end
print(twice(inner, "a", "b"))
local function curry(f, ...)
  local first = table.pack(...)
  return function(...)
    local all = {table.unpack(first, 1, first.n)}
    local n = first.n
    for i = 1, select("#", ...) do n = n + 1; all[n] = (select(i, ...)) end
    return f(table.unpack(all, 1, n))
  end
end
print(curry(inner, 1, nil)(nil, 4))
