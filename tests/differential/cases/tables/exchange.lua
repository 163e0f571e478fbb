-- Elements that change places, and several fields at once.
local function show(...)
  local parts = {}
  for i = 1, select("#", ...) do
    parts[i] = tostring((select(i, ...)))
  end
  print(table.concat(parts, " "))
end

local t = { 1, 2, 3, 4 }
t[1], t[4] = t[4], t[1]
show(table.unpack(t))
local i, j = 2, 3
t[i], t[j] = t[j], t[i]
show(table.unpack(t))
t[i], t[i] = t[i], t[i]
show(table.unpack(t))
for k = 1, #t - 1 do
  t[k], t[k + 1] = t[k + 1], t[k]
end
show(table.unpack(t))

-- Elements that are not there.
t[4], t[5] = t[5], t[4]
show(t[4], t[5])
t[3], t[5] = t[5], t[3]
show(t[3], t[5])
local gone = {}
gone.a, gone.b = gone.b, gone.a
show(next(gone))

-- Float keys, and keys that cannot be.
local f = { [1] = "one", [2] = "two" }
local x, y = 1.0, 2
f[x], f[y] = f[y], f[x]
show(f[1], f[2])
local nan = 0 / 0
show(pcall(function()
  f[nan], f[x] = f[x], f[nan]
end))
local none
show(pcall(function()
  f[none], f[x] = f[x], f[none]
end))
show(pcall(function()
  none[1], none[2] = none[2], none[1]
end))
show(pcall(function()
  local s = "text"
  s[1], s[2] = s[2], s[1]
end))
show(f[1], f[2])

-- Metamethods see the order.
local log = setmetatable({}, {
  __index = function(_, k)
    print("get", k)
    return k .. "!"
  end,
  __newindex = function(_, k, v)
    print("set", k, v)
  end,
})
log.a, log.b = log.b, log.a
local index = "c"
local sly = setmetatable({}, {
  __index = function(_, k)
    index = index .. "'"
    return k
  end,
  __newindex = function(_, k, v)
    print("set", k, v)
  end,
})
sly[index], sly.d = sly.d, sly[index]
show(index)
log.x, log.y, log.z = 1, 2, 3

-- Fields.
local p, q = {}, {}
p.x, p.y = 1, 2
p.x, q.x = "one", "two"
show(p.x, p.y, q.x)
p.a, p.a = 1, 2
show(p.a)
local same = p
p.b, same.b = 1, 2
show(p.b)
local function make()
  p = { new = true }
  return 7, 8
end
p.m, p.n = make(), 9
show(p.m, p.n, p.new, same.m, same.n)
show(pcall(function()
  local r
  q.ok, r.x = 1, 2
end))
show(q.ok)
show(pcall(function()
  local r
  r.x, q.ok = 1, 2
end))
show(q.ok)
p.c, p.d = nil, 1
show(p.c, p.d)

-- What `or` gives, once and in a loop.
local options = { zero = 0, empty = "", no = false }
local function defaults()
  return options.zero or 1, options.empty or "none", options.no or "yes", options.missing or 5, options.no or nil
end
show(defaults())
for _, name in ipairs({ "zero", "empty", "no", "missing" }) do
  show(options[name] or 9)
end
show(options.no and options.no.x, options.missing and options.missing.x, options.zero and options.zero + 1)
local function deep(node)
  return node and node.next and node.next.value
end
show(deep(nil), deep(false), deep({}), deep({ next = { value = 1 } }), deep({ next = false }))

-- Text of several lines.
local page = [[
first "line" \n of """ three
  second tab?

last"]]
io.write(page, "|", #page, "\n")
print([[

two \]] .. "\n\n\nthree")
for n = 1, #page - 1 do
  if n > 2 then
    break
  end
  local value = page:byte(n) or 0
  show(n, value)
end
