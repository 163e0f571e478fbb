-- Shows URL encoding and decoding of bytes.
local function enc(s) return (s:gsub("[^%w%-%._~]", function(c) return ("%%%02X"):format(c:byte()) end)) end
local function dec(s)
  return (s:gsub("+", " "):gsub("%%(%x%x)", function(h) return string.char(tonumber(h, 16)) end))
end
print(enc "a b&c=d/é?", dec "a+b%26c%3Dd%2F%C3%A9", dec(enc "日本\0\xff") == "日本\0\xff")
local t = {}
for k, v in ("name=al&passwd=1%2B2&q=a+b"):gmatch "([^&=]+)=([^&=]+)" do t[#t + 1] = dec(k) .. ":" .. dec(v) end
print(table.concat(t, ", "))
print(("/path/to/file.txt"):match("([^/]+)$"), ("/path/to/file.txt"):match("^(.*)/"), ("file.tar.gz"):match("%.(%w+)$"), ("http://host:8080/p?q#f"):match("^(%a+)://([^/:]+):?(%d*)(/[^?#]*)%??([^#]*)#?(.*)$"))
