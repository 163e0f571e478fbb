local line = '127.0.0.1 - ann [10/Oct/2024:13:55:36 +0000] "GET /users/42?full=1 HTTP/1.1" 200 2326'
local text = ("The quick brown fox jumps over the lazy dog, 42 times; "):rep(20)
local pairs_text = ("name = value; "):rep(30)

local functions = {}

function functions.find(count)
  local first
  for _ = 1, count do
    first = line:find("%d+/%a+/%d+")
  end
  return first
end

function functions.match(count)
  local path
  for _ = 1, count do
    local host, user, method, target, status = line:match('^(%S+) %- (%S+) %[[^%]]*%] "(%u+) (%S+) [^"]*" (%d+)')
    path = host .. user .. method .. target .. status
  end
  return path
end

function functions.words(count)
  local words
  for _ = 1, count do
    words = 0
    for word in text:gmatch("%a+") do
      words = words + #word
    end
  end
  return words
end

function functions.fields(count)
  local fields
  for _ = 1, count do
    fields = 0
    for key, value in pairs_text:gmatch("(%w+)%s*=%s*(%w+)") do
      fields = fields + #key + #value
    end
  end
  return fields
end

function functions.replace(count)
  local result
  for _ = 1, count do
    result = pairs_text:gsub("(%w+) = (%w+)", "%2=%1")
  end
  return result
end

function functions.replace_by_function(count)
  local result
  for _ = 1, count do
    result = text:gsub("%a+", function(word) return word:upper() end)
  end
  return result
end

function functions.trim(count)
  local result
  for _ = 1, count do
    result = ("  some text with blanks around   "):match("^%s*(.-)%s*$")
  end
  return result
end

return functions
