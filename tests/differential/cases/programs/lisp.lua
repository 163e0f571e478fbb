-- Shows a small Lisp with closures, recursion, quoting and error handling.
local function tokenize(s)
  local t = {}
  for tok in s:gsub("[()']", " %0 "):gmatch "%S+" do t[#t + 1] = tok end
  return t
end
local function read(t)
  local tok = table.remove(t, 1)
  if not tok then error("unexpected end", 0)
  end
  if tok == "(" then
    local l = {}
    while t[1] ~= ")" do if not t[1] then error("missing )", 0) end l[#l + 1] = read(t) end
    table.remove(t, 1)
    return l
  end
  if tok == "'" then
    return {"quote", read(t)}
  end
  return tonumber(tok) or tok
end
local function show(v)
  if type(v) == "table" then
    local o = {}
    for i, x in ipairs(v) do o[i] = show(x) end
    return "(" .. table.concat(o, " ") .. ")"
  end
  return type(v) == "function" and "<fn>" or tostring(v)
end
local G = {["+"] = function(a, b) return a + b end, ["-"] = function(a, b) return a - b end, ["*"] = function(a, b) return a * b end, ["<"] = function(a, b) return a < b end, ["="] = function(a, b) return a == b end, car = function(l) return l[1] end, cdr = function(l) return {table.unpack(l, 2)} end, cons = function(a, l) return {a, table.unpack(l)} end, null = function(l) return #l == 0 end, list = function(...) return {...} end}
local eval
local special = {quote = function(x) return x[2] end, ["if"] = function(x, e) local c = eval(x[2], e) if c then return eval(x[3], e) end return x[4] and eval(x[4], e) end, define = function(x, e) e[x[2]] = eval(x[3], e) return x[2] end, lambda = function(x, e) return function(...) local n = setmetatable({}, {__index = e}) for i, p in ipairs(x[2]) do n[p] = (select(i, ...)) end return eval(x[3], n) end end} function eval(x, e)
  if type(x) == "string" then
    local v = e[x]
    if v == nil then error("unbound " .. x, 0)
    end
    return v
  elseif type(x) ~= "table" then
    return x
  end
  local s = special[x[1]]
  if s then
    return s(x, e)
  end
  local f, args = eval(x[1], e), {}
  for i = 2, #x do args[i - 1] = eval(x[i], e)
  end
  if type(f) ~= "function" then error("not a function: " .. show(f), 0)
  end
  return f(table.unpack(args))
end
for _, src in ipairs {"(+ 1 (* 2 3))", "(define fact (lambda (n) (if (< n 2) 1 (* n (fact (- n 1))))))", "(fact 10)", "(define map (lambda (f l) (if (null l) '() (cons (f (car l)) (map f (cdr l))))))", "(map (lambda (x) (* x x)) '(1 2 3 4))", "((lambda (x y) (list y x)) 1 'a)", "(undefined 1)", "(1 2)", "(+ 1", "(define add (lambda (a) (lambda (b) (+ a b))))", "((add 3) 4)"} do
  local ok, r = pcall(function() return eval(read(tokenize(src)), G) end)
  print(ok, show(r))
end
