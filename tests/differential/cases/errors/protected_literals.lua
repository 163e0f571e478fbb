-- Protected calls of literals: values, positions and names in messages, scopes, loops, nesting.
local function show(...) print(select("#", ...), ...) end
local function div(a, b)
  local ok, err = pcall(function()
    -- the body
    if b == 0 then error("div by zero") end
    local q = a // b
    a = q
    -- trailing
  end)
  if not ok then return nil, err end
  return a
end
show(div(7, 2)) show(div(1, 0)) show(div("x", 2)) show(div(nil, 2)) show(div({}, 1))
local function value(t)
  local ok, res = pcall(function()
    local inner = t.a.b
    return inner.c -- the result
  end)
  return ok, res
end
print(value({a = {b = {c = 5}}})) print(value({a = {b = {}}})) print(value({a = {}})) print(value({})) print(value())
local function kinds(e)
  local ok, err = pcall(function() error(e) end)
  local ok2 = pcall(function() error(e, 0) end)
  local ok3, err3 = pcall(function() error(e, 0) end)
  pcall(function() error(e) end)
  return ok, type(err), err == e, ok2, err3 == e
end
print(kinds("s")) print(kinds({})) print(kinds(nil)) print(kinds(12)) print(kinds(true)) print(select(2, pcall(error)))
-- names: upvalues, locals, globals, fields
local up
local function names(p)
  local l
  local _, a = pcall(function() return up.x + 1 end)
  local _, b = pcall(function() local l2 l2.y = 1 end)
  local _, c = pcall(function() undefined_global() end)
  local _, d = pcall(function() p.q.r = l end)
  local _, e = pcall(function() return #up end)
  local _, f = pcall(function() up() end)
  local _, g = pcall(function() local s = "a" return s .. l end)
  return a, b, c, d, e, f, g
end
print(names({}))
-- shadowing and order
local function shadow(ok, err)
  local ok, err = pcall(function() local ok2 = ok local err = err .. "!" ok = err end)
  local x = 1
  local done, y = pcall(function() local x = x + 1 if x > 1 then local x = x * 10 up = x end x = x + 5 return x end)
  return ok, err, x, done, y, up
end
print(shadow("a", "b")) print(shadow(1))
-- loops, breaks inside, closures over what is around
local out = {}
local function loops(n)
  local fs = {}
  for i = 1, n do
    local j = i
    local ok, err = pcall(function() for k = 1, 9 do if k == j then break end j = j + 0 end if j % 2 == 0 then error({n = j}) end j = j * 10 end)
    fs[i] = function() return j, ok, ok or err.n end
    while true do local fine = pcall(function() local z = nil + 1 end) if not fine then break end end
  end
  for i = 1, n do print(fs[i]()) end
end
loops(3)
-- nested ones, and recursion through them
local function nest(d) local ok, e = pcall(function() local ok, e = pcall(function() error("in") end) if d > 0 then error(e, 0) end end) return ok, e end
print(nest(0)) print(nest(1))
local depth = 0
local function rec() depth = depth + 1 local ok, e = pcall(function() rec() end) return ok, e end
print(rec(), depth > 150, depth < 250)
local function over() local ok, e = pcall(function() local function f() return 1 + f() end f() end) return ok, e end
print((over())) print(select(2, over()):match("stack overflow"))
local function over2(f) local ok, e = pcall(function() f(f) end) return ok, e:match("stack overflow") end
print(over2(function(f) f(f) end))
-- results: more and fewer than names, calls at the end
local function results()
  local a = pcall(function() return 1 end)
  local b, c, d = pcall(function() return 1, 2 end)
  local e, f = pcall(function() return 1, 2 end)
  local g, h = pcall(function() return tostring(5) end)
  local i, j = pcall(function() return end)
  local k, l = pcall(function() return nil end)
  local m, n = pcall(function() if a then return 1 end end)
  return a, b, c, d, e, f, g, h, i, j, k, l, m, n
end
show(results())
-- levels: the caller of the caller is the body
local function level2() error("two", 2) end
local function levels() local ok, e = pcall(function()
    level2()
  end) return e end
print(levels())
local function own() local ok, e = pcall(function() error("own", 2) end) return e end
print(own())
-- in coroutines, with yields inside
local co = coroutine.wrap(function() local ok, e = pcall(function() local v = coroutine.yield(1) error(v) end) coroutine.yield(e) return "end" end)
print(co(), co("sent"), co())
local ok, err = pcall(function() local t = {} t.x.y = 1 end)
print(ok, err)
local ok, res = pcall(function() return 42 end)
print(ok, res)
-- assignments to variables, and those that must stay calls
local function assigns()
  local ok, e
  ok, e = pcall(function() ok = 5 local x = nil; x() end)
  local f = function() ok, e = pcall(function() return e end) return ok end
  print(ok, e, f(), ok, e)
  ok = pcall(function() ok = 1 end)
  ok, ok = pcall(function() return 7 end)
  print(ok)
  local t = {}
  t.ok, e = pcall(function() return 8 end)
  print(t.ok, e)
  for i = 1, 2 do local b, v b, v = pcall(function() if i == 1 then error("e" .. i, 0) end end) print(b, v) end
end
assigns()
pcall(function() local a = {} a.b.c = 1 end) pcall(function() return end)
local function deep() for a = 1, 1 do for b = 1, 1 do for c = 1, 1 do for d = 1, 1 do for e = 1, 1 do for f = 1, 1 do for g = 1, 1 do for h = 1, 1 do for i = 1, 1 do for j = 1, 1 do for k = 1, 1 do
  local ok, err = pcall(function() for l = 1, 1 do error("deep", 0) end end) print(ok, err)
end end end end end end end end end end end end
deep()
local function gotos() for i = 1, 3 do local ok = pcall(function() if i == 2 then error() end end) if not ok then goto next end print(i) ::next:: end end
gotos()
