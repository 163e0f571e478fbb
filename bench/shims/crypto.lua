local short, long = ("x"):rep(64), ("0123456789abcdef"):rep(640)
local encoded, digits = crypto.base64_encode(long), crypto.hex_encode(long)

local functions = {}

function functions.sha256(count)
  local result
  for _ = 1, count do
    result = crypto.sha256(short)
  end
  return result
end

function functions.sha256_long(count)
  local result
  for _ = 1, count do
    result = crypto.sha256(long)
  end
  return result
end

function functions.hmac(count)
  local result
  for _ = 1, count do
    result = crypto.hmac("sha256", "key", short)
  end
  return result
end

function functions.base64_encode(count)
  local result
  for _ = 1, count do
    result = crypto.base64_encode(long)
  end
  return result
end

function functions.base64_decode(count)
  local result
  for _ = 1, count do
    result = crypto.base64_decode(encoded)
  end
  return result
end

function functions.hex_decode(count)
  local result
  for _ = 1, count do
    result = crypto.hex_decode(digits)
  end
  return result
end

function functions.uuid(count)
  local result
  for _ = 1, count do
    result = crypto.uuid()
  end
  return #result
end

return functions
