-- Tokens of the language, with line and column.
local KEYWORDS = {}
for _, word in ipairs { "let", "rec", "in", "fn", "if", "then", "else", "end", "match", "with", "type", "of", "true", "false", "and", "or", "not" } do
  KEYWORDS[word] = true
end

local Diagnostic = { __name = "diagnostic" }
Diagnostic.__index = Diagnostic
Diagnostic.__tostring = function(self) return ("%d:%d: %s: %s"):format(self.line, self.column, self.stage, self.message) end

local function report(stage, at, message, ...)
  if select("#", ...) > 0 then message = message:format(...) end
  error(setmetatable({ stage = stage, line = at.line, column = at.column, message = message }, Diagnostic), 0)
end

local SYMBOLS = { "->", "=>", "==", "!=", "<=", ">=", "::", "++", "|>", "+", "-", "*", "/", "%", "<", ">", "=", "(", ")", "[", "]", ",", ";", "|", "_", "'", ":", "." }

local function tokens(source)
  local position, line, start = 1, 1, 1
  local function token(kind, value, length)
    local at = { kind = kind, value = value, line = line, column = position - start + 1 }
    position = position + length
    return at
  end
  return coroutine.wrap(function()
    while position <= #source do
      local newline = source:match("^\r?\n()", position)
      local skip = source:match("^[ \t]+()", position) or source:match("^%-%-[^\n]*()", position)
      if newline then
        position, line, start = newline, line + 1, newline
      elseif skip then
        position = skip
      else
        local word = source:match("^%a[%w_]*'*", position)
        local float = source:match("^%d+%.%d+", position)
        local int = source:match("^%d+", position)
        if word then
          coroutine.yield(token(KEYWORDS[word] and word or word:find("^%u") and "constructor" or "name", word, #word))
        elseif float then
          coroutine.yield(token("float", tonumber(float), #float))
        elseif int then
          coroutine.yield(token("int", math.tointeger(int) or report("lexer", { line = line, column = position - start + 1 }, "number too large: %s", int), #int))
        elseif source:sub(position, position) == '"' then
          local stop = position + 1
          while source:sub(stop, stop) ~= '"' do
            local c = source:sub(stop, stop)
            if c == "" or c == "\n" then report("lexer", { line = line, column = position - start + 1 }, "string is not closed") end
            stop = stop + (c == "\\" and 2 or 1)
          end
          local text = source:sub(position + 1, stop - 1):gsub("\\(.)", { n = "\n", t = "\t", ['"'] = '"', ["\\"] = "\\" })
          coroutine.yield(token("string", text, stop - position + 1))
        else
          local found
          for _, symbol in ipairs(SYMBOLS) do
            if source:sub(position, position + #symbol - 1) == symbol then
              found = symbol
              break
            end
          end
          if not found then
            local c = source:match(utf8.charpattern, position)
            report("lexer", { line = line, column = position - start + 1 }, "unexpected character '%s'", c)
          end
          coroutine.yield(token(found, found, #found))
        end
      end
    end
    while true do coroutine.yield({ kind = "eof", value = "end of file", line = line, column = position - start + 1 }) end
  end)
end

return { tokens = tokens, report = report, Diagnostic = Diagnostic }
