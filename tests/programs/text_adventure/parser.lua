-- Understands what is typed: verb, object, second object.
local parser = {}

local synonyms = {
  get = "take", grab = "take", ["pick up"] = "take", x = "examine", look_at = "examine", l = "look", i = "inventory",
  n = "north", s = "south", e = "east", w = "west", u = "up", d = "down", q = "quit", put = "drop", light = "use",
}
for _, direction in ipairs { "north", "south", "east", "west", "up", "down" } do synonyms["go " .. direction] = direction end

local stop_words = { the = true, a = true, an = true, some = true, please = true, to = true }

function parser.parse(line)
  local words = {}
  for word in line:lower():gsub("[^%w%s]", " "):gmatch("%S+") do
    if not stop_words[word] then words[#words + 1] = word end
  end
  if #words == 0 then return nil, "Say something." end
  local text = table.concat(words, " ")
  for _, prefix in ipairs { "pick up", "look at" } do
    if text:find("^" .. prefix .. " ") then
      text = (prefix == "pick up" and "take" or "examine") .. text:sub(#prefix + 1)
    end
  end
  text = synonyms[text] or text
  local verb, rest = text:match("^(%S+)%s*(.*)$")
  verb = synonyms[verb] or verb
  local first, second = rest:match("^(.-) with (.+)$")
  return { verb = verb, object = (first or rest) ~= "" and (first or rest) or nil, with = second, count = tonumber(rest) }
end

return parser
