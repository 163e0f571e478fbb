-- Shows functions called with arguments of different kinds.
local function add(a, b) return a + b end
print(add(1, 2), add(1, 2.5), add("3", 4), add("1.5", "1"), add(math.maxinteger, 1), add(2^53, 1))
print(pcall(add, {}, 1)) print(pcall(add, nil, 1)) print(pcall(add, "x", 1))
print(add(setmetatable({}, {__add = function(a, b) return "meta" end}), 1), add(1, setmetatable({}, {__add = function() return "right" end})))
local function len(x) return #x end
print(len("abc"), len({1, 2}), len(setmetatable({}, {__len = function() return "custom" end})), pcall(len, 5))
local function cat(a, b) return a .. b end
print(cat("a", "b"), cat(1, 2), cat(1.5, "x"), cat("é", 1), pcall(cat, "a", {}))
local function eq(a, b) return a == b end
print(eq(1, 1.0), eq(1, true), eq("1", 1), eq(nil, false), eq({}, {}), eq(0/0, 0/0))
local function less(a, b) return a < b end
print(less(1, 2), less(1, 1.5), less("a", "b"), pcall(less, 1, "2"), pcall(less, {}, {}))
local function idx(t, k) return t[k] end
print(idx({10}, 1), idx({10}, 1.0), idx({x = 1}, "x"), idx("abc", "len") == string.len, idx({[true] = "t"}, true), idx({[1] = "one"}, true), pcall(idx, nil, 1))
local function neg(x) return -x end print(neg(5), neg(-0.0), neg("7"), neg(math.mininteger), pcall(neg, {}))
local function inc(t, k) t[k] = (t[k] or 0) + 1 return t[k] end
print(inc({}, "a"), inc({5}, 1), inc({[true] = 2}, true), inc({x = 1.5}, "x"))
