-- A left-leaning red-black tree as an ordered map, with iteration in order, ranges and deletion.
local Tree = {}
local RED, BLACK = true, false
local NIL = setmetatable({ color = BLACK, size = 0 }, { __newindex = function() error("the empty tree changed", 2) end })

local methods = {}

local function new(compare)
  local self = { root = NIL, compare = compare or function(a, b) return a < b and -1 or a > b and 1 or 0 end }
  return setmetatable(self, Tree)
end

local function resize(h)
  h.size = 1 + h.left.size + h.right.size
  return h
end

local function rotate_left(h)
  local x = h.right
  h.right, x.left = x.left, h
  x.color, h.color = h.color, RED
  resize(h)
  return resize(x)
end

local function rotate_right(h)
  local x = h.left
  h.left, x.right = x.right, h
  x.color, h.color = h.color, RED
  resize(h)
  return resize(x)
end

local function flip(h)
  h.color, h.left.color, h.right.color = not h.color, not h.left.color, not h.right.color
end

local function balance(h)
  if h.right.color == RED and h.left.color == BLACK then h = rotate_left(h) end
  if h.left.color == RED and h.left.left.color == RED then h = rotate_right(h) end
  if h.left.color == RED and h.right.color == RED then flip(h) end
  return resize(h)
end

local function insert(self, h, key, value)
  if h == NIL then return { key = key, value = value, color = RED, left = NIL, right = NIL, size = 1 } end
  local c = self.compare(key, h.key)
  if c == 0 then
    h.value = value
  elseif c < 0 then
    h.left = insert(self, h.left, key, value)
  else
    h.right = insert(self, h.right, key, value)
  end
  return balance(h)
end

local function move_red_left(h)
  flip(h)
  if h.right.left.color == RED then
    h.right = rotate_right(h.right)
    h = rotate_left(h)
    flip(h)
  end
  return h
end

local function move_red_right(h)
  flip(h)
  if h.left.left.color == RED then
    h = rotate_right(h)
    flip(h)
  end
  return h
end

local function least(h)
  while h.left ~= NIL do h = h.left end
  return h
end

local function delete_least(h)
  if h.left == NIL then return NIL end
  if h.left.color == BLACK and h.left.left.color == BLACK then h = move_red_left(h) end
  h.left = delete_least(h.left)
  return balance(h)
end

local function delete(self, h, key)
  if self.compare(key, h.key) < 0 then
    if h.left.color == BLACK and h.left ~= NIL and h.left.left.color == BLACK then h = move_red_left(h) end
    h.left = delete(self, h.left, key)
  else
    if h.left.color == RED then h = rotate_right(h) end
    if self.compare(key, h.key) == 0 and h.right == NIL then return NIL end
    if h.right.color == BLACK and h.right ~= NIL and h.right.left.color == BLACK then h = move_red_right(h) end
    if self.compare(key, h.key) == 0 then
      local m = least(h.right)
      h.key, h.value = m.key, m.value
      h.right = delete_least(h.right)
    else
      h.right = delete(self, h.right, key)
    end
  end
  return balance(h)
end

local function find(self, key)
  local h = self.root
  while h ~= NIL do
    local c = self.compare(key, h.key)
    if c == 0 then return h end
    h = c < 0 and h.left or h.right
  end
  return nil
end

function methods.insert(self, key, value)
  if key == nil then error("bad argument #1 to 'insert' (a key expected)", 2) end
  self.root = insert(self, self.root, key, value)
  self.root.color = BLACK
end

function methods.delete(self, key)
  if not find(self, key) then return false end
  local root = self.root
  if root.left.color == BLACK and root.right.color == BLACK then root.color = RED end
  self.root = delete(self, root, key)
  if self.root ~= NIL then self.root.color = BLACK end
  return true
end

--- Keys from low to high (nil: no limit), with their values.
function methods.range(self, low, high)
  local stack = {}
  local function descend(h)
    while h ~= NIL do
      if low == nil or self.compare(h.key, low) >= 0 then
        stack[#stack + 1] = h
        h = h.left
      else
        h = h.right
      end
    end
  end
  descend(self.root)
  return function()
    local h = table.remove(stack)
    if not h or (high ~= nil and self.compare(h.key, high) > 0) then return nil end
    descend(h.right)
    return h.key, h.value
  end
end

function methods.at(self, index)
  local h = self.root
  while h ~= NIL do
    local left = h.left.size
    if index == left + 1 then return h.key, h.value end
    if index <= left then h = h.left else h, index = h.right, index - left - 1 end
  end
  return nil
end

function methods.rank(self, key)
  local h, rank = self.root, 0
  while h ~= NIL do
    local c = self.compare(key, h.key)
    if c == 0 then return rank + h.left.size + 1 end
    if c < 0 then h = h.left else rank, h = rank + h.left.size + 1, h.right end
  end
  return nil
end

--- Height in black nodes; raises when the rules of the tree are broken.
function methods.check(self)
  local function visit(h)
    if h == NIL then return 0 end
    assert(h.right.color == BLACK, "a right link is red")
    assert(not (h.color == RED and h.left.color == RED), "two red links in a row")
    local left, right = visit(h.left), visit(h.right)
    assert(left == right, "black heights differ")
    assert(h.size == 1 + h.left.size + h.right.size, "a size is wrong")
    return left + (h.color == BLACK and 1 or 0)
  end
  return visit(self.root)
end

-- The tree is used like a table: t[key], t[key] = value, #t, pairs(t); methods are in the module.
function Tree:__index(key)
  local node = find(self, key)
  return node and node.value
end
function Tree:__newindex(key, value)
  if key == "root" then return rawset(self, key, value) end
  if value == nil then methods.delete(self, key) else methods.insert(self, key, value) end
end
function Tree:__len() return self.root.size end
function Tree:__pairs() return methods.range(self), self, nil end
function Tree:__tostring()
  local out = {}
  for key, value in pairs(self) do out[#out + 1] = tostring(key) .. "=" .. tostring(value) end
  return "{" .. table.concat(out, ", ") .. "}"
end

methods.new = new
return methods
