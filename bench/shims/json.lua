-- A document is read from the file that the Python side has written.
local function document(name)
  return fs.read(name .. ".json")
end

local function decoding(name)
  local text = document(name)
  return function(count)
    local value
    for _ = 1, count do
      value = json.decode(text)
    end
    return #value
  end
end

local function encoding(name)
  local value = json.decode(document(name))
  return function(count)
    local text
    for _ = 1, count do
      text = json.encode(value)
    end
    return #text
  end
end

local functions = {}
for _, name in ipairs({ "rows", "records", "numbers" }) do
  functions["decode_" .. name] = decoding(name)
  functions["encode_" .. name] = encoding(name)
end
return functions
