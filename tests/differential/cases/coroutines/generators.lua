-- Coroutines that are generators of Python, in all forms of yields, statuses and errors.
local outer, inner
outer = coroutine.create(function() inner = coroutine.create(function() print(coroutine.status(outer), coroutine.status(inner)) coroutine.yield(1) print(pcall(coroutine.close, outer)) print(pcall(coroutine.resume, outer)) end) print(coroutine.resume(inner)) coroutine.yield(2) print(coroutine.resume(inner)) end)
print(coroutine.resume(outer)) print(coroutine.status(outer), coroutine.status(inner)) print(coroutine.resume(outer)) print(coroutine.status(outer), coroutine.status(inner))
-- all forms of yields
local c = coroutine.wrap(function(...) local a = {...} local n = #a
  local t = {coroutine.yield(), coroutine.yield(1, 2), x = coroutine.yield(nil)}
  print(#t, t[1], t[2], t.x, n)
  print(coroutine.yield(...)) print((coroutine.yield(coroutine.yield("in"))))
  if coroutine.yield("cond") then print("yes") else print("no") end
  while coroutine.yield("while") do end
  local s = coroutine.yield("a") .. coroutine.yield("b") .. "c"
  return coroutine.yield(s), coroutine.yield("last") end)
print(c(1, 2)) print(c("r1")) print(c("r2", "r3")) print(c("r4")) print(c("p1", "p2")) print(c("q")) print(c("z")) print(c(false)) print(c(1)) print(c(nil)) print(c("A")) print(c("B")) print(c("x", "y")) print(c("u", "v"))
print(pcall(c))
-- tail, methods, several generators
local O = {} O.__index = O
function O:each() for i = 1, #self do coroutine.yield(i, self[i]) end return #self end
local o = setmetatable({"p", "q"}, O)
local w = coroutine.wrap(function() local n = o:each() coroutine.yield("n", n) return coroutine.yield("tail") end)
for k, v in w do print(k, v) end
-- closing, errors in started and new ones
local co = coroutine.create(function() coroutine.yield() end) coroutine.resume(co) print(coroutine.close(co), coroutine.status(co), coroutine.resume(co))
local new = coroutine.create(function() coroutine.yield() end) print(coroutine.close(new), coroutine.status(new))
local bad = coroutine.create(function(x) coroutine.yield() return x.y.z end) coroutine.resume(bad, {}) print(coroutine.resume(bad)) print(coroutine.close(bad)) print(coroutine.close(bad))
local lvl = coroutine.wrap(function() coroutine.yield() error("level two", 2) end) lvl() print(pcall(lvl))
local lvl1 = coroutine.wrap(function() coroutine.yield() local function e() error("two of inner", 2) end e() end) lvl1() print(pcall(lvl1))
local fine = coroutine.wrap(function() coroutine.yield()  print(pcall(function() local n = nil; return n() end)) return 1 end) 
fine() print(fine())
-- fresh variables in iterations
local list = {} for i = 1, 3 do list[i] = coroutine.wrap(function() local j = i while true do j = j + 1 coroutine.yield(j) end end) end
print(list[1](), list[1](), list[2](), list[3]())
local function tree(n) if n > 0 then tree(n - 1) coroutine.yield(n) tree(n - 1) end end
local sum = 0 for v in coroutine.wrap(function() tree(8) end) do sum = sum + v end print(sum)
local function chain(n) if n > 0 then coroutine.yield(n) chain(n - 1) end end
sum = 0 for v in coroutine.wrap(function() chain(300) end) do sum = sum + v end print(sum)
print(select("#", coroutine.resume(coroutine.create(function() coroutine.yield() end))), type(coroutine.create(function() coroutine.yield() end)))
