-- `select` over `...`, loops over `{...}`, and functions with a known number of results.
local function show(...) print(select("#", ...), ...) end

local function up(...) local t = {} for i = 1, select("#", ...) do t[#t + 1] = tostring((select(i, ...))) end return table.concat(t, ",") end
local function named(...) local n = select("#", ...) local t = "" for i = 2, n do local v = select(i, ...) t = t .. tostring(v) .. ";" end return t end
local function down(...) local t = "" for i = select("#", ...), 1, -1 do t = t .. tostring((select(i, ...))) end return t end
local function steps(...) local t = "" for i = 1, select("#", ...), 2 do t = t .. tostring((select(i, ...))) end return t end
for _, f in ipairs({up, named, down, steps}) do
  print(f(), f(nil), f(1, 2), f("a", nil, "c", nil), f(nil, nil))
end

-- Loops that may leave the arguments, from either end.
local function from_last(...) local t = "" for i = select("#", ...), select("#", ...) do t = t .. tostring((select(i, ...))) end return t end
print(pcall(from_last), from_last(1, 2))
local function beyond(...) local t = "" for i = 1, select("#", ...) + 1 do t = t .. tostring((select(i, ...))) end return t end
print(beyond(1, 2), beyond())
local function changed(...) local t = "" for i = 1, select("#", ...) do i = i - 1 t = t .. tostring((select(i - 1, ...))) end return t end
print(pcall(changed, 1, 2, 3))
local function of_outer(...) local n = select("#", ...) return function(...) local t = "" for i = 1, n do t = t .. tostring((select(i, ...))) .. "." end return t end end
print(of_outer(1, 2, 3)(4), of_outer(1)(5, 6))
local function zero(...) for i = 0, select("#", ...) do print((select(i, ...))) end end
print(pcall(zero, 1))
local function reassigned(...) local n = select("#", ...) n = n + 2 local t = "" for i = 1, n do t = t .. tostring((select(i, ...))) end return t end
print(reassigned(1))

-- Literal positions, and `...` cut to one value.
local function pick(...) local a = ... local b = select(2, ...) return a, b, (select(1, ...)), (select(-1, ...)) end
print(pcall(pick))
show(pick(1)) show(pick(nil, 2)) show(pick(false, true, 3)) show((pick(7)))
local function first_true(...) if ... then return "yes" end return "no" end
print(first_true(), first_true(nil), first_true(false), first_true(0))
print(pcall(select, 0, 1), pcall(select), (select("#")), select("#", nil, nil), select("2", "a", "b"))

-- Loops over all arguments end with the first nil.
local function listed(...) local t = "" for _, v in ipairs({...}) do t = t .. tostring(v) end for i, v in ipairs({...}) do t = t .. i .. tostring(v) end return t end
print(listed(), listed(1, 2), listed(nil, 3), listed("x", false, nil, "y"))
local function kept(...) local fs = {} for i, v in ipairs({...}) do fs[i] = function() v = v .. i return v end end return fs end
local fs = kept("a", "b") print(fs[1](), fs[1](), fs[2]())
local function leaves(...) for _, v in ipairs({...}) do if v == 2 then goto continue end if v > 3 then break end if v > 2 then return v end ::continue:: end return "end" end
print(leaves(1, 2), leaves(1, 3), leaves(4))
local function odd(...) for i, v in ipairs({..., 9}) do print(i, v) end for i, v in ipairs({n = ...}) do print(i, v) end end
odd(5, 6)

-- Known numbers of results.
local function two(a) return a, a end
local function three(a) return 0, two(a) end
local function again(a) return two(a) end
local function maybe(a) if a then return 1, 2 end return two(3) end
local function uneven(a) if a then return 1, 2 end return 3 end
local a, b = two(1) local c, d, e = three(2) local f, g, h = again(3) local i = three(4) local j, k = uneven(true) local l, m = uneven()
print(a, b, c, d, e, f, g, h, i, j, k, l, m, maybe(), two(5))
show((two(1)), (three(2)), two(6)) show(two(nil)) print(#{three(1)}, #{maybe(1), maybe(2)})
local function never(n) if n == 0 then return never(1) end return never(0) end
local s, n = string.gsub("aXbX", "X", "-") print(s, n, (s:gsub("b", "c")), #{s:gsub("a", "")})
local whole, part = math.modf(3.5) print(whole, part, (math.modf(-2.5)))
local ok, value = pcall(function(x) return x end, 4) print(ok, value)
local ok2, none = pcall(function() end) show(pcall(function() end)) print(ok2, none)
local ok3, err = pcall(function(x) return x.y end) print(ok3, err)
show(pcall(two, 1)) show(pcall(uneven)) print((pcall(two, 1)))
print(select("#", pcall(error)), pcall(error, nil))
