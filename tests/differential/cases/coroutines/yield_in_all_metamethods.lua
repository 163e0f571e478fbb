-- Shows yields in every metamethod, in __close and __pairs, and in list functions that work through metamethods.
local metatable = {}
for _, event in ipairs{"add", "sub", "mul", "div", "mod", "pow", "unm", "idiv", "band", "bor", "bxor", "shl", "shr",
                       "bnot", "concat", "len", "eq", "lt", "le", "index", "call"} do
  metatable["__" .. event] = function() return coroutine.yield(event) end
end
metatable.__newindex = function(t, k, v) coroutine.yield("newindex") rawset(t, k, v) end
local A, B = setmetatable({}, metatable), setmetatable({}, metatable)
local all = coroutine.wrap(function()
  local results = {A + B, A - B, A * B, A / B, A % B, A ^ B, -A, A // B, A & B, A | B, A ~ B, A << B, A >> B, ~A,
                   A .. B, #A, A == B, A < B, A <= B, A.x, A()}
  A.y = 5
  for i = 1, 21 do results[i] = tostring(results[i]) end
  return "done", table.concat(results, " ")
end)
local event, results = all()
local count = 0
while event ~= "done" do
  count = count + 1
  io.write(event, " ")
  event, results = all(count)
end
print() print(results, rawget(A, "y"))

local closing = coroutine.create(function()
  do
    local x <close> = setmetatable({}, {__close = function(_, e) coroutine.yield("closing", e) end})
  end
  local function pairing() coroutine.yield("pairs") return next, {a = 1} end
  for k, v in pairs(setmetatable({}, {__pairs = pairing})) do print(k, v) end
  local y <close> = setmetatable({}, {__close = function(_, e) coroutine.yield("closing too", e) end})
  return pcall(function()
    local z <close> = setmetatable({}, {__close = function(_, e) coroutine.yield("closing z", e) error("other", 0) end})
    error("boom", 0)
  end)
end)
while coroutine.status(closing) ~= "dead" do print(coroutine.resume(closing)) end

local list = setmetatable({}, {
  __index = function(_, k) return coroutine.yield("get", k) end,
  __newindex = function(_, k, v) coroutine.yield("set", k, v) end,
  __len = function() return coroutine.yield("len") end,
})
local function drive(body)
  local co = coroutine.create(body)
  local log, message, key = {}, nil, nil
  local ok, first, second = coroutine.resume(co)
  while coroutine.status(co) ~= "dead" do
    log[#log + 1] = first .. (second or "")
    ok, first, second = coroutine.resume(co, first == "len" and 2 or second)
  end
  print(ok, table.concat(log, " "), first, second)
end
drive(function() return list[1] + list[2], #list end)
drive(function() list.x, list.y = 1, 2 end)
