-- Shows text outside ASCII as keys, fields, method arguments and in errors.
local t = {["größe"] = 1, ["日本"] = {["語"] = 2}, ["🎈"] = "balloon"}
print(t["größe"], t["日本"]["語"], t["🎈"], #"🎈", t["gr\xc3\xb6\xc3\x9fe"])
print(pcall(function() return t["fehlt ä"].x end)) print(pcall(error, "Fehler: ä"))
print(pcall(function() error("日本") end)) print(("%-8s|%8s|"):format("é", "é"), ("é"):rep(3, "-"))
local keys = {} for k in pairs(t) do keys[#keys + 1] = k end table.sort(keys) print(table.concat(keys, " "))
print(load("return '" .. "ä" .. "'")(), load("-- ü\nreturn 1")(), select(2, load("ä = 1", "=ö")))
print(("ÄÖ"):lower(), ("äö"):upper(), ("x=é"):match("=(.+)"), ("é,ü"):find(","), ("a\u{300}"):len())
