-- Shows long strings that contain closing brackets of other levels and line ends of all kinds.
local source = "return [=[\r\na]]\r\nb]==]\n\rc]=]"
local s = load(source)()
print(#s, s:gsub("\n", "|"))
print((load("return [[\r\r]]")()):byte(1, -1))
print((load("return [[\n\nx]]")()):byte(1, -1))
print(load("return [[\r\n]]")() == "")
