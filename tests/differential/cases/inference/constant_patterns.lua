-- Searching for a constant pattern: the captures tell how many results there are.
local function show(...) print(select("#", ...), ...) end
local function fails(f, ...)
    local ok, message = pcall(f, ...)
    show(ok, (tostring(message):gsub("^.-:%d+: ", "")))
end
local line = "key = value, other = 12"

show(line:match("%w+"))
show(line:match("(%w+)"))
show(line:match("(%w+) = (%w+)"))
show(line:match("()"))
show(line:match("()=()"))
show(line:match("^%d"))
show(line:match("^(%d)(%d)"))
show(line:match("%((%w)%)"))
show(line:match("[(]()"))
show(("a(b)c"):match("%b()"))
show(("THE (quick) fox"):find("%((%a+)%)"))
show(("]x["):match("[]]x[[]"))
show(("a^b"):match("[%^^](%w)"))
show(("x-y"):match("%f[%w]%w+$"))
show(string.match("é1", "[^%w]+"), #string.match("é1", "[^%w]+"))
show(string.match(12.5, "%d+%p(%d)"))
show(string.match("", ".-"), string.match("", ""), ("x"):match("", 5))

-- One value, and no more
local name = line:match("^(%w+)")
print("name: " .. name, #name, name == "key")
local count = line:match("(%d+)$")
print(count + 1, count .. "", tonumber(count) * 2)
local nothing = line:match("^(%d+)$")
print(nothing, not nothing, nothing == nil)
fails(function() return "no " .. line:match("^%d+") end)
fails(function() return #line:match("^%d+") end)
local where = line:match("()=")
print(where + 1, where .. "!", math.type(where))
local list = {line:match("^(%w+)"), line:match("(%w+) = (%w+)")}
print(#list, list[1], list[3])
print((line:match("(%w+) = (%w+)")))

-- In a loop
for word in line:gmatch("%a+") do io.write(word, ":", #word, " ") end
for key, value in line:gmatch("(%w+) = (%w+)") do io.write(key, "=", value .. "", " ") end
for at, word in line:gmatch("()(%a+)") do io.write(at + 1, word, " ") end
print()
for at in string.gmatch("abc", "()") do io.write(at * 2, " ") end
print()
local step = ("a b"):gmatch("(%a)()")
show(step())
show(step())
show(step())

-- Patterns that are not constant, or malformed
local function any(text, pattern) return text:match(pattern) end
show(any("ab", "(a)(b)"))
show(any("ab", "b"))
local SYMBOL <const> = "^[-+*/]"
show(("+1"):match(SYMBOL))
local CHANGING = "(a)"
CHANGING = "(a)(b)"
show(("ab"):match(CHANGING))
fails(function() return ("x"):match("(") end)
fails(function() return ("x"):match("x)") end)
fails(function() return ("x"):match("[x") end)
fails(function() return ("x"):match("x%") end)
fails(function() return ("x"):match("%bx") end)
fails(function() return ("x"):match("%f") end)

-- A method of the same name
local finder = {match = function(_, what) return what, what end}
show(finder:match("(x)"))
local function either(x) return x:match("^%w+") end
show(either("text!"))
show(either(finder))
