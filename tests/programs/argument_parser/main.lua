local argparse = require "argparse"

local function show(value)
  if type(value) ~= "table" then return type(value) == "string" and ("%q"):format(value) or tostring(value) end
  local keys, out = {}, {}
  for key in pairs(value) do keys[#keys + 1] = key end
  table.sort(keys, function(a, b) return tostring(a) < tostring(b) end)
  for i, key in ipairs(keys) do out[i] = (math.type(key) and "" or key .. "=") .. show(value[key]) end
  return "{" .. table.concat(out, " ") .. "}"
end

local function words(text)
  local list = {}
  for word in text:gmatch("%S+") do list[#list + 1] = (word:gsub("_", " ")) end
  return list
end

local function run(parser, line)
  local result, problem = parser:parse(type(line) == "table" and line or words(line))
  io.write("$ ", type(line) == "table" and table.concat(line, " ") or line, "\n")
  if result then
    print("  " .. show(result))
  elseif problem.help then
    io.write(problem.help)
  else
    print("  " .. problem.message)
  end
end

-- A plain program -------------------------------------------------------------------------------
local tool = argparse.new("convert", "Converts documents from one format to another, keeping as much of their structure as the other format can say.")
tool:argument("input", "The file to read.")
tool:argument("output", "Where to write; standard output if it is left out."):arguments("?"):default("-")
tool:option("-f --format", "The format of the output."):choices({ "html", "latex", "markdown" }):default("html")
tool:option("-w --width", "Columns of a line."):convert(math.tointeger):metavar("N")
tool:option("-I --include", "A folder with templates."):overwrite("append"):metavar("DIR")
tool:option("--range", "First and last page."):arguments(2):convert(tonumber)
tool:option("--define"):arguments("1-3"):convert(function(text)
  local key, value = text:match("^(%w+)=(.*)$")
  if not key then return nil, "KEY=VALUE expected" end
  return { key, value }
end)
tool:option("--level"):convert({ low = 1, high = 2 })
tool:option("-x --extra"):arguments("?")
tool:flag("-v --verbose", "More messages; may be repeated."):overwrite(1)
tool:flag("-q --quiet"):target("silent")
tool:flag("--dry-run")
tool:flag("--debug"):hidden()
tool:epilog("Reports of bugs are welcome.")

for line in ([[
a.txt
a.txt b.txt
a.txt b.txt c.txt

-f latex a.txt
-flatex a.txt
-f=latex a.txt
--format=markdown a.txt
--format= a.txt
--format docx a.txt
--format htm a.txt
--format
-w 80 a.txt
-w eighty a.txt
-w 8.5 a.txt
-w -5 a.txt
-I x -Iy --include=z a.txt
--range 1 10 a.txt
--range 1
--range 1 x a.txt
--range=1 a.txt
--define a=1 b=2 -- a.txt
--define a=1 a.txt
--define ab -q a.txt
--level low a.txt
--level middle a.txt
-vvq a.txt
-vf latex a.txt
-v -v -v a.txt --dry-run
--verbose=3 a.txt
-x a.txt
a.txt -x
a.txt -x 1
--dry a.txt
--d a.txt
--de a.txt
--verbos a.txt
--qiet a.txt
--nothing a.txt
-z a.txt
-f html -f latex a.txt
-- -a -b
-- -f
- a
-5 -6.5
with_space b
--help
]]):gmatch("(.-)\n") do
  run(tool, line)
end

-- Subcommands --------------------------------------------------------------------------------------
local git = argparse.new("vcs", "Keeps versions."):require_command()
git:option("-C --directory"):metavar("<dir>"):default(".")
git:flag("--version"):action(function() error({ help = "vcs 1.0\n" }, 0) end)
local commit = git:command("commit ci", "Record changes.")
commit:option("-m --message", "What changed."):required()
commit:flag("-a --all", "All files.")
local remote = git:command("remote", "Other repositories."):require_command(true)
local add = remote:command("add", "Add one.")
add:argument("name")
add:argument("url")
remote:command("remove rm", "Remove some."):argument("names"):arguments("+")
local log = git:command("log", "Show what happened, the latest first, with as many details as are asked for by the format.")
log:option("-n --number"):convert(tonumber):default(10)
log:argument("paths"):arguments("*")

for _, line in ipairs {
  "commit -m first", "ci -am second", "commit", "comit -m x", "-C /tmp commit -m x -a", "commit -m x -C /srv",
  "remote", "remote add origin http://x", "remote add origin", "remote rm a b c", "remote remove", "remote ad x y",
  "log", "log -n 3 a b", "log a -n3 b", "log -n x", "", "--version", "frobnicate", "commit -h", "remote add --help", "-h",
} do
  run(git, line)
end

-- Mistakes of the program itself
print(pcall(function() tool:flag("-q") end))
print(pcall(function() tool:argument("x"):arguments("many") end))
print(pcall(function() return argparse.new("x"):option("-o"):arguments(false) end))
local bad = argparse.new("bad")
bad:option("--num"):convert(function(text) return text .. nil end)
print(pcall(bad.parse, bad, { "--num", "1" }))
print(pcall(bad.parse, bad, nil))

-- Wrapping
print(argparse.wrap(("The quick brown fox jumps over the lazy dog. "):rep(3), 30, "> "))
print(argparse.wrap("", 10), argparse.wrap("averyveryverylongword x", 5, "|"))

-- This program's own command line
local own = argparse.new(arg[0]:gsub("%.lua$", "") .. "")
own:option("--name"):overwrite(true)
own:argument("numbers"):arguments("*"):convert(tonumber)
run(own, arg)
print(#arg, arg[#arg], select("#", ...), (select(-1, ...)))
local result = own:parse({ ... })
local sum = 0
for _, n in ipairs(result.numbers) do sum = sum + n end
print(result.name, sum, math.type(sum))
local _, problem = own:parse({ "1", "two" })
io.stderr:write(problem.message, "\n", problem.usage, "\n")
os.exit(2, true)
