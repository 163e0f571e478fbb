-- Shows string literals full of quotes, braces, backslashes, percent signs and line ends.
print("{}", "{0}", "{x}", "%s", "%d%%", "$x", "\\n", "\\", "'", '"', '\'"', "'''", '"""', [["""]], [['''\]])
local name = "v"
print("{" .. name .. "}", "a{" .. name .. "}b" .. "%s", name .. "{}" .. name .. "\\", "{{" .. name .. "}}")
print("tab\tnew\nline\rreturn", "bell\a" == "bell\7", "nul\0end", #"nul\0end", "esc\27", "\u{2028}", "\u{85}", "\x0c\x1c\x1d")
print("ends with \\", "\\'", '\\"', "a'b\"c", [[a
b]], "line1\
line2")
print(("%s{%s}"):format("{", "}"), ("f'%s'"):format("x"), "f'{name}'", "r'\\d'", "b'bytes'")
print("\u{feff}bom", #"\u{feff}", "\u{200b}" == "\xe2\x80\x8b", "e\u{301}", "\u{1F468}\u{200D}\u{1F469}")
