-- Shows functions defined before and after a local _ENV, and load with that _ENV.
local print, load = print, load
function before() return where end
where = "outside"
local outer = _ENV
local _ENV = {where = "inside"}
function after() return where end
print(outer.before(), after(), outer.after, before)
print(load("return where")(), load("return where", "c", "t", _ENV)())
outer.where = "changed outside"
where = "changed inside"
print(outer.before(), after())
