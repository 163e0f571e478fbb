local lexer = require("lang.lexer")
local parser = require("lang.parser")
local types = require("lang.types")
local compiler = require("lang.compiler")
local machine = require("lang.machine")

local output = {}
local builtins = {
  print = { function(t) return t.arrow({ t.string }, t.unit) end, function(text)
    output[#output + 1] = text
    return machine.UNIT
  end },
  show = { function(t) return t.arrow({ t.fresh() }, t.string) end, machine.show },
  length = { function(t) return t.arrow({ t.string }, t.int) end, function(s) return #s end },
  float = { function(t) return t.arrow({ t.int }, t.float) end, function(n) return n + 0.0 end },
  floor = { function(t) return t.arrow({ t.float }, t.int) end, function(x) return math.floor(x) end },
  fail = { function(t) return t.arrow({ t.string }, t.fresh()) end, function(message) error(message, 0) end },
  chars = { function(t) return t.arrow({ t.string }, t.list(t.string)) end, function(s)
    local list = machine.EMPTY
    local all = {}
    for c in s:gmatch(utf8.charpattern) do all[#all + 1] = c end
    for i = #all, 1, -1 do list = setmetatable({ all[i], list }, machine.Cons) end
    return list
  end },
}

local function session()
  local signatures, globals = {}, {}
  for name, pair in pairs(builtins) do signatures[name], globals[name] = pair[1], pair[2] end
  return { checker = types.new(signatures), vm = machine.new(globals) }
end

local function evaluate(state, source)
  local ok, problem = pcall(function()
    for _, declaration in ipairs(parser.parse(source)) do
      local t = state.checker:declare(declaration)
      for _, warning in ipairs(state.checker.warnings) do print(warning) end
      state.checker.warnings = {}
      if t then
        local value = state.vm:run(compiler.compile(declaration))
        for _, line in ipairs(output) do print("| " .. line) end
        output = {}
        local label = declaration.kind == "define" and (declaration.target.name or "_") or "-"
        print(("%s : %s = %s"):format(label, t, machine.show(value)))
      else
        print("type " .. declaration.name)
      end
    end
  end)
  for _, line in ipairs(output) do print("| " .. line) end
  output = {}
  if not ok then
    local meta = getmetatable(problem)
    print(meta and (meta == lexer.Diagnostic or meta == machine.Failure) and tostring(problem) or "internal error: " .. tostring(problem))
  end
end

print("== expressions")
local state = session()
evaluate(state, [[
1 + 2 * 3 - 4 / 2 % 2; (1 + 2) * 3; -5 / 2; -5 % 3; 1.5 * 2.0; -(2.5); 7.0 / 2.0;
"a" ++ "b" ++ show(1); "esc\t\"q\"\\"; 1 == 1 and 2 < 3 or false; not (1 >= 2); "a" < "b";
(1, "two", true); [1, 2, 3]; []; 1 :: 2 :: []; ["x"] == ["x"]; (1, [2]) != (1, [3]);
if 1 < 2 then "yes" else "no" end; (); let x = 5 in x * x; let (a, b) = (1, "b") in (b, a);
fn x -> x; fn f, x -> f(f(x)); (fn x, y -> x + y)(3, 4); 5 |> fn n -> n + 1; print("hello"); print("a"); print("b"); 9223372036854775807 + 1
]])

print("== functions")
evaluate(state, [[
let id = fn x -> x; (id(1), id("s"));
let compose = fn f, g -> fn x -> f(g(x));
let twice = fn f -> compose(f, f); twice(twice(fn n -> n * 2))(1);
let rec fact = fn n -> if n == 0 then 1 else n * fact(n - 1) end; fact(10); fact(20);
let rec loop = fn n, sum -> if n == 0 then sum else loop(n - 1, sum + n) end; loop(3000, 0);
let rec map = fn f, l -> match l with | [] => [] | h :: t => f(h) :: map(f, t) end;
map(fn x -> x * x, [1, 2, 3]); map(fn x -> show(x), [1.5, 2.0]);
let rec fold = fn f, acc, l -> match l with | [] => acc | h :: t => fold(f, f(acc, h), t) end;
fold(fn a, b -> a + b, 0, [1, 2, 3, 4]); let reverse = fn l -> fold(fn acc, x -> x :: acc, [], l); reverse(["a", "b", "c"]);
let rec range = fn a, b -> if a > b then [] else a :: range(a + 1, b) end; range(1, 10);
let rec filter = fn p, l -> match l with | [] => [] | h :: t if p(h) => h :: filter(p, t) | _ :: t => filter(p, t) end;
filter(fn n -> n % 3 == 0, range(1, 20));
let counter = fn () -> let n = 1 in fn () -> n + 1; counter()();
let curry = fn f -> fn a -> fn b -> f(a, b); curry(fn a, b -> (b, a))(1)("x");
let pair = (fn a -> a, 3); let (f, n) = (fn a -> a + 1, 3); f(n);
let rec even = fn n -> if n == 0 then true else let rec odd = fn m -> if m == 0 then false else even(m - 1) end in odd(n - 1) end; even(101);
map(fn (a, b) -> a + b, [(1, 2), (3, 4)]);
chars("né!"); fold(fn n, c -> n + length(c), 0, chars("héllo"))
]])

print("== data types")
evaluate(state, [[
type option 'a = None | Some of 'a;
type tree 'k 'v = Leaf | Node of tree<'k, 'v> * 'k * 'v * tree<'k, 'v>;
type shape = Circle of float | Square of float | Box of (float, float);
type expr = Num of int | Add of expr * expr | Mul of expr * expr | Neg of expr | Var of string;
None; Some(1); Some(Some("x")); Node(Leaf, 1, "one", Leaf);
let rec insert = fn t, k, v -> match t with
  | Leaf => Node(Leaf, k, v, Leaf)
  | Node(l, key, value, r) if k < key => Node(insert(l, k, v), key, value, r)
  | Node(l, key, value, r) if k > key => Node(l, key, value, insert(r, k, v))
  | Node(l, key, _, r) => Node(l, key, v, r)
  end;
let rec find = fn t, k -> match t with
  | Leaf => None
  | Node(l, key, v, r) => if k == key then Some(v) else if k < key then find(l, k) else find(r, k) end end
  end;
let rec entries = fn t -> match t with
  | Leaf => []
  | Node(l, k, v, r) => let rec append = fn a, b -> match a with | [] => b | h :: rest => h :: append(rest, b) end in
      append(entries(l), (k, v) :: entries(r))
  end;
let t = fold(fn t, k -> insert(t, k, show(k * k)), Leaf, [5, 2, 8, 1, 9, 3, 5]);
entries(t); find(t, 8); find(t, 7); entries(insert(Leaf, "key", 1.5));
let area = fn s -> match s with | Circle(r) => 3.0 * r * r | Square(a) => a * a | Box((w, h)) => w * h end;
map(area, [Circle(1.0), Square(2.0), Box((2.0, 3.5))]);
let rec simplify = fn e -> match e with
  | Add(a, b) => match (simplify(a), simplify(b)) with
      | (Num(0), x) => x | (x, Num(0)) => x | (Num(a), Num(b)) => Num(a + b) | (x, y) => Add(x, y) end
  | Mul(a, b) => match (simplify(a), simplify(b)) with
      | (Num(0), _) => Num(0) | (_, Num(0)) => Num(0) | (Num(1), x) => x | (x, Num(1)) => x | (x, y) => Mul(x, y) end
  | Neg(Neg(x)) => simplify(x)
  | other => other
  end;
simplify(Add(Mul(Num(1), Var("x")), Mul(Num(0), Var("y"))));
simplify(Add(Num(2), Add(Num(3), Neg(Neg(Num(4))))));
match Some(3) with | Some(n) if n > 5 => "big" | Some(_) => "small" | None => "none" end
]])

print("== types are inferred")
for _, source in ipairs {
  "fn f, g, x -> f(x, g(x))", "fn x -> (x, x)", "fn a, b -> [a, b]", "fn l -> match l with | x :: _ => x | [] => fail(\"empty\") end",
  "fn p -> let (a, b) = p in (b, a)", "fn f -> f(f)", "fn x -> x + 1.0", "fn b -> if b then fn x -> x else fn y -> y end",
  "fn n, m -> n == m", "fn o -> match o with | None => [] | Some(x) => [x] end", "fn x -> fn y -> fn z -> (z, (y, x))",
  "fn () -> ()", "fn f -> (f(1), f(2))",
} do evaluate(state, source) end

print("== errors")
for _, source in ipairs {
  "1 +", "(1, 2", "[1, 2", "let x = in 1", "if true then 1", "match 1 with end", "let = 3", "1 2", "fn x", "@", '"open', '"two\nlines"', "99999999999999999999",
  "type t = lower", "type t = A of 'b", "match 1 with | + => 2 end", "if\n  true\nthen 1 else 2", "é",
  "1 + \"a\"", "1.5 + 2", "if 1 then 2 else 3 end", "if true then 1 else \"x\" end", "[1, \"x\"]", "unknown + 1", "Print(\"x\")", "PRINT", "printt(1)",
  "(fn x -> x + 1)(\"s\")", "(fn x, y -> x)(1)", "5(3)", "fn x -> x(x)", "1 :: [\"a\"]", "\"a\" ++ 1", "not 5", "-true", "1 == \"1\"",
  "Some(1, 2)", "Unknown(1)", "match Some(1) with | Some(\"x\") => 1 | _ => 2 end", "match 1 with | _ => 1 | 2 => 3 end", "let rec (a, b) = (1, 2)",
  "match true with | true => 1 end", "match [1] with | [] => 1 end", "match None with | Some(x) => x end", "match 5 with | 1 => 1 end",
  "type option = None", "type bad = Bad of nosuch", "type bad2 = Bad2 of list", "type many = One of list<int, int>",
  "1 / 0", "1 % 0", "1.0 / 0.0", "fail(\"custom\")", "let rec down = fn n -> 1 + down(n + 1); down(0)",
  "map(fn x -> 10 / x, [5, 2, 0, 1])", "let Some(x) = None in x", "let h :: _ = [] in h + 1", "(fn Some(x) -> x)(None)",
} do
  print("> " .. (source:gsub("\n", "~")))
  evaluate(state, source)
end

print("== bytecode")
local fresh = session()
local declarations = parser.parse([[
let rec sum = fn l, acc -> match l with | [] => acc | h :: t => sum(t, acc + h) end;
let make = fn n -> fn m ->
  if n > 0 and m > 0 then n + m else 0 end;
let (a, b) = (1.5, "x")
]])
for _, declaration in ipairs(declarations) do
  fresh.checker:declare(declaration)
  local prototype = compiler.compile(declaration)
  print(table.concat(compiler.disassemble(prototype), "\n"))
  print("= " .. machine.show(fresh.vm:run(prototype)))
end

print("== a longer program")
local long = session()
evaluate(long, [[
let rec append = fn a, b -> match a with | [] => b | h :: t => h :: append(t, b) end;
let rec partition = fn p, l -> match l with | [] => ([], []) | h :: t => let (yes, no) = partition(p, t) in if p(h) then (h :: yes, no) else (yes, h :: no) end end;
let rec sort = fn l -> match l with | [] => [] | pivot :: rest => let (low, high) = partition(fn x -> x < pivot, rest) in append(sort(low), pivot :: sort(high)) end;
sort([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5]);
sort(["pear", "apple", "fig"]);
let rec hanoi = fn n, from, to, via -> if n == 0 then 0 else hanoi(n - 1, from, via, to) + 1 + hanoi(n - 1, via, to, from) end;
hanoi(6, "a", "b", "c");
let rec fizz = fn n -> if n > 15 then () else
  print(if n % 15 == 0 then "fizzbuzz" else if n % 5 == 0 then "buzz" else if n % 3 == 0 then "fizz" else show(n) end end end); fizz(n + 1) end;
fizz(1);
let rec primes = fn n, found -> if n > 50 then found else
  let rec divides = fn l -> match l with | [] => false | p :: rest => n % p == 0 or divides(rest) end in
  primes(n + 1, if divides(found) then found else append(found, [n]) end) end;
primes(2, [])
]])
print("steps", long.vm.steps, "deepest", long.vm.deepest)
