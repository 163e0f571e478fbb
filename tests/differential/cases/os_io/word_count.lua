-- Shows counting lines, words, bytes and word frequencies of a file.
local name = "data.tmp" local f = io.open(name, "w") f:write([[the quick brown fox
jumps over the lazy dog

The end of the story
]]) f:close() local lines, words, bytes, freq = 0, 0, 0, {} for l in io.lines(name, "L") do lines = lines + 1 bytes = bytes + #l for w in l:gmatch "%a+" do words = words + 1 w = w:lower() freq[w] = (freq[w] or 0) + 1 end end print(lines, words, bytes) local keys = {} for k in pairs(freq) do keys[#keys + 1] = k end table.sort(keys, function(a, b) return freq[a] > freq[b] or freq[a] == freq[b] and a < b end) for i = 1, 4 do io.write(keys[i], "=", freq[keys[i]], " ") end print() os.remove(name)
