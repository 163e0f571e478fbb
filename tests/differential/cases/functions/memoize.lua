-- Shows a memoizing wrapper with several arguments and nil results.
local function memoize(f)
  local cache, hits = {}, 0
  return function(...)
    local key = {}
    for i = 1, select("#", ...) do key[i] = tostring((select(i, ...))) end
    key = table.concat(key, "\0")
    local entry = cache[key]
    if not entry then entry = table.pack(f(...)); cache[key] = entry else hits = hits + 1 end
    return table.unpack(entry, 1, entry.n)
  end, function() return hits end
end
local f, hits = memoize(function(a, b) return a and b and a + b, nil, "end" end)
print(f(1, 2)) print(f(1, 2)) print(f()) print(f(nil)) print(f(nil))
print(hits())
