-- Shows positions when error is called through tail calls.
local function f() error("direct") end
local function g() return f() end
local function h() return error("tail") end
local function k() return error("tail level 2", 2) end
print(pcall(f)) print(pcall(g)) print(pcall(h)) print(pcall(k))
print(pcall(function() return g() end))
print(pcall(function() g() return 1 end))
print(pcall(function() h() end))
print(pcall(function() k() end))
