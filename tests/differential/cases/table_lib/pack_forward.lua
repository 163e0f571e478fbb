-- Shows pack and unpack forwarding nils through wrappers.
local function wrap(f)
  return function(...)
    local r = table.pack(pcall(f, ...))
    if r[1] then return table.unpack(r, 2, r.n) end
    return "error", r[2]
  end
end
print(wrap(function(...) return ... end)(nil, nil))
print(select("#", wrap(function(...) return ... end)(nil, nil, nil)))
print(wrap(function() error("x", 0) end)())
print(select("#", wrap(function() end)()))
local function tee(...)
  local t = table.pack(...)
  for i = 1, t.n do io.write(tostring(t[i]), i < t.n and "," or "\n") end
  return ...
end
print(select("#", tee(1, nil, "x", nil)))
