-- Shows \u{...} escapes up to 2^31 and the bytes they make.
local function bytes(s) return table.concat({s:byte(1, -1)}, " ") end
print(bytes "\u{0}", bytes "\u{7f}", bytes "\u{80}")
print(bytes "\u{7ff}", bytes "\u{800}", bytes "\u{ffff}")
print(bytes "\u{10000}", bytes "\u{10ffff}", bytes "\u{1fffff}")
print(bytes "\u{200000}", bytes "\u{3ffffff}")
print(bytes "\u{4000000}", bytes "\u{7fffffff}")
print(bytes "\u{D800}", bytes "\u{DFFF}", "\u{48}\u{49}")
print("\u{000000041}", "h\u{E9}llo")
