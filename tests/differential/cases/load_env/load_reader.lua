-- Shows load with reader functions: pieces, end by nil or empty string, errors.
local function reader(parts) local i = 0 return function() i = i + 1 return parts[i] end end
print(load(reader {"return ", "1", "0", " + ", "5"})())
print(load(reader {"return 'a", "b'", "", " .. 'never'"})())
print(type(load(reader {})), type(load(reader {""})))
print(load(reader {"return", " +"}, "=r"))
local n = 0
print(select(2, pcall(load(function() n = n + 1 if n == 1 then return "return " elseif n == 2 then return 5 elseif n == 3 then return 0.5 end end, "=r"))))
print(pcall(load, function() return {} end, "=r"))
print(pcall(load, function() error("reader failed", 0) end, "=r"))
print(load(function() error({}) end) == nil)
local calls = 0
print(type(load(function() calls = calls + 1 if calls <= 5 then return "--[[c]] " end end)), calls)
local s = "local t = {} for i = 1, 3 do t[i] = i end return #t"
local pos = 0
print(load(function() pos = pos + 1 if pos <= #s then return s:sub(pos, pos) end end)())
print(load(reader {"-- comment\n", "error('line2')"}, "=r") and select(2, pcall(load(reader {"-- comment\n", "error('line2')"}, "=r"))))
print(load(reader {"x ="}))
