-- Cuts an expression into tokens.

---@class Token
---@field kind string `number`, `name`, `symbol` or `end`
---@field text string
---@field value number? of a number
---@field column integer where it begins, counted from 1

local lexer = {}

local SYMBOLS = "^[-+*/%%^(),=<>!]"

---@param kind string
---@param text string
---@param column integer
---@return Token
local function token(kind, text, column)
  return { kind = kind, text = text, column = column }
end

--- All tokens of a text, with one of kind `end` behind them.
---@param text string
---@return Token[]
function lexer.tokens(text)
  local list = {}
  local position = 1
  while true do
    position = text:find("%S", position) or #text + 1
    if position > #text then
      break
    end

    local number = text:match("^%d+%.?%d*[eE][-+]?%d+", position) or text:match("^%d+%.?%d*", position)
    local name = text:match("^[%a_][%w_]*", position)
    local symbol = text:match("^[<>=!]=", position) or text:match(SYMBOLS, position)
    if number then
      local item = token("number", number, position)
      item.value = tonumber(number)
      list[#list + 1] = item
      position = position + #number
    elseif name then
      list[#list + 1] = token("name", name, position)
      position = position + #name
    elseif symbol then
      list[#list + 1] = token("symbol", symbol, position)
      position = position + #symbol
    else
      error({ message = "unexpected character '" .. text:sub(position, position) .. "'", column = position })
    end
  end
  list[#list + 1] = token("end", "end of text", #text + 1)
  return list
end

return lexer
