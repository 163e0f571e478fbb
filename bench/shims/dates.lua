local date = time.utc(2024, 6, 15, 14, 30, 45, 123)

local functions = {}

function functions.format(count)
  local text
  for i = 1, count do
    text = time.utc(1718461845 + i):format("YYYY-MM-DD HH:mm:ss")
  end
  return text
end

function functions.iso(count)
  local text
  for _ = 1, count do
    text = date:toISO()
  end
  return text
end

function functions.parse(count)
  local stamp
  for _ = 1, count do
    stamp = time.utc("2024-06-15 14:30:45"):timestamp()
  end
  return stamp
end

function functions.parse_iso(count)
  local stamp
  for _ = 1, count do
    stamp = time.utc("2024-06-15T14:30:45.123+02:00"):timestamp()
  end
  return stamp
end

function functions.strftime(count)
  local text
  for i = 1, count do
    text = time.format(1718461845 + i, "%Y-%m-%d %H:%M:%S")
  end
  return text
end

function functions.strptime(count)
  local stamp
  for _ = 1, count do
    stamp = time.parse("2024-06-15 14:30:45", "%Y-%m-%d %H:%M:%S")
  end
  return stamp
end

return functions
