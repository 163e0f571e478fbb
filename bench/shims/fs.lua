local content = ("A line of text in a file.\n"):rep(400)
fs.write("bench.txt", content)
fs.mkdir_all("folder")
for i = 1, 50 do
  fs.write("folder/" .. i .. ".txt", "x")
end

local functions = {}

function functions.read(count)
  local text
  for _ = 1, count do
    text = fs.read("bench.txt")
  end
  return #text
end

function functions.write(count)
  for _ = 1, count do
    fs.write("bench.out", content)
  end
  return fs.size("bench.out")
end

function functions.append(count)
  fs.write("bench.log", "")
  for _ = 1, count do
    fs.append("bench.log", "A line of text.\n")
  end
  return fs.size("bench.log")
end

function functions.exists(count)
  local found
  for _ = 1, count do
    found = fs.exists("bench.txt") and fs.is_dir("folder")
  end
  return found
end

function functions.stat(count)
  local size
  for _ = 1, count do
    size = fs.stat("bench.txt").size
  end
  return size
end

function functions.readdir(count)
  local names
  for _ = 1, count do
    names = fs.readdir("folder")
  end
  return #names
end

return functions
