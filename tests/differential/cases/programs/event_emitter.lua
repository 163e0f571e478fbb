-- Shows listeners with once, removal during emit, errors kept apart and priorities.
local E = {}
E.__index = E function E.new() return setmetatable({l = {}}, E) end
function E:on(n, f, prio)
  local l = self.l[n] or {}
  self.l[n] = l
  l[#l + 1] = {f = f, p = prio or 0, i = #l}
  table.sort(l, function(a, b) if a.p ~= b.p then return a.p > b.p end return a.i < b.i end)
  return f
end
function E:off(n, f) local l = self.l[n] or {} for i = #l, 1, -1 do if l[i].f == f then table.remove(l, i) end end end
function E:once(n, f) local w w = function(...) self:off(n, w) return f(...) end return self:on(n, w) end
function E:emit(n, ...)
  local errs, count = {}, 0
  for _, x in ipairs({table.unpack(self.l[n] or {})}) do
    local ok, e = pcall(x.f, ...)
    if ok then count = count + 1 else errs[#errs + 1] = tostring(e) end
  end
  return count, table.concat(errs, "; ")
end
local e = E.new()
e:on("x", function(...) print("a", ...) end)
e:once("x", function(v) print("once", v) end)
e:on("x", function() print "high" end, 5)
e:on("x", function() error("listener failed", 0) end)
print(e:emit("x", 1, nil, 3))
print(e:emit("x", "second"))
print(e:emit("none"))
