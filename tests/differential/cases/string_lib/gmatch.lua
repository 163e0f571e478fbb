-- Shows gmatch with captures, empty matches, anchors, init positions.
for w in ("one two  three"):gmatch("%a+") do io.write(w, ".") end
print()
for k, v in ("a=1, b=2"):gmatch("(%w+)=(%w+)") do io.write(k, v, ";") end
print()
for p in ("abc"):gmatch("()") do io.write(p, " ") end
print()
for w in ("abc"):gmatch("") do io.write("[", w, "]") end
print()
for w in ("xay"):gmatch("a*") do io.write("[", w, "]") end
print()
for w in ("hello"):gmatch("^h") do io.write("[", w, "]") end
print()
for w in ("a^b"):gmatch("^b") do io.write(w) end
print()
for a, b in ("k1=v1;k2=v2"):gmatch("(%w+)=(%w+)", 4) do io.write(a, b, " ") end
print()
for w in ("abc"):gmatch(".", -2) do io.write(w, " ") end
print()
for w in ("abc"):gmatch(".", 10) do io.write(w, " ") end
print()
for w in ("abc"):gmatch("", 4) do io.write("<", w, ">") end
print()
for a, p, b in ("ab"):gmatch("(.)()(.?)") do print(a, p, b) end
local it = ("x y"):gmatch("%a")
print(it(), it(), it(), type(it))
print(pcall(string.gmatch, "x"))
print(pcall(string.gmatch))
print(pcall(function() for w in ("x"):gmatch("(") do end end))
for a, b in ("日本"):gmatch("[\0-\x7F\xC2-\xFD][\x80-\xBF]*") do io.write(a, "|") end
print()
