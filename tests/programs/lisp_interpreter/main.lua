local types = require("types")
local reader = require("reader")
local evaluator = require("evaluator")
local primitives = require("primitives")

local output = {}
local global = { values = primitives(function(text) output[#output + 1] = text end) }

local function flush()
  if #output > 0 then
    io.write((table.concat(output):gsub("[^\n]+", "   | %0")))
    output = {}
  end
end

local function interpret(text, name)
  local ok, problem = pcall(function()
    for datum, line in reader.data(text, name) do
      evaluator.depth = 0
      local done, value = pcall(evaluator.evaluate, datum[1], global)
      flush()
      if not done then
        if type(value) == "table" then
          print(("%s:%s: %s"):format(name, value.line or "?", value.message))
        else
          print(name .. ": internal: " .. value)
        end
      elseif value ~= types.void then
        print(("%s:%d> %s"):format(name, line, types.show(value)))
      end
    end
  end)
  if not ok then print(type(problem) == "table" and problem.message or "internal: " .. problem) end
end

local prelude = io.open("prelude.lisp")
interpret(prelude:read("a"), "prelude")
prelude:close()

interpret([[
42 -7 3.5 1e3 0x10 #t #f "a \"quoted\"\nstring" 'sym '() '(1 2 . 3) '(a (b "c") 1.0)
(+ 1 2 3) (+) (- 5) (* 2 3.0) (/ 1 3) (/ 6 3) (quotient 7 -2) (modulo -7 3)
(expt 2 10) (expt 2 62) (expt 2 64) (expt 2 -1) (expt 2.0 0.5)
(< 1 2 3) (< 1 3 2) (= 1 1.0) (eq? 'a 'a) (equal? '(1 (2)) '(1 (2))) (eq? '(1) '(1))
(if #f 1) (if '() 'true 'false) (if 0 'true 'false)
''a '`(a ~b ~@c)
]], "basic")

interpret([[
(define (fact n) (if (= n 0) 1 (* n (fact (- n 1)))))
(fact 10) (fact 20) (fact 21)
(define (fib n) (let loop ((i 0) (a 0) (b 1)) (if (= i n) a (loop (+ i 1) b (+ a b)))))
(fib 50)
(define (even2? n) (if (= n 0) #t (odd2? (- n 1))))
(define (odd2? n) (if (= n 0) #f (even2? (- n 1))))
(even2? 3001)
(define counter (let ((n 0)) (lambda () (set! n (+ n 1)) n)))
(counter) (counter) (counter)
(define (adder n) (lambda (x . rest) (apply + n x rest)))
((adder 10) 1) ((adder 10) 1 2 3)
(map (lambda (x) (* x x)) '(1 2 3 4)) (filter (lambda (x) (> x 2)) '(1 2 3 4))
(fold-left + 0 '(1 2 3)) (fold-right cons '() '(1 2 3)) (reverse '(1 2 3)) (append '(1) '(2 3) '() '(4 . 5))
(range 0 10) (assoc "b" '(("a" . 1) ("b" . 2))) (member 'c '(a b c d))
(let* ((x 1) (y (+ x 1))) (list x y)) (let ((x 1)) (define y 2) (+ x y))
(cond ((assoc 'x '()) 'never) ((+ 1 1) => (lambda (v) (* v 10))) (else 'no))
(and 1 2 3) (and 1 #f 3) (and) (or #f 2) (or #f #f) (or)
fact car adder (lambda (x) x)
(begin (display "text") (newline) (display '("a" 1)) (newline) 'done)
(compose-all (list (lambda (x) (+ x 1)) (lambda (x) (* x 2))))
((compose-all (list (lambda (x) (+ x 1)) (lambda (x) (* x 2)))) 5)
(sort '(3 1 2 5 4) <) (sort '("b" "a") (lambda (a b) (< (string-length a) (string-length b))))
(string-append "a" "b" (number->string 1.5)) (string-length "héllo") (symbol->string 'abc) (string->symbol "x y")
]], "procedures")

interpret([[
(define-macro (unless c . body) `(if ~c #f (begin ~@body)))
(unless (> 1 2) 'a 'b) (unless (< 1 2) (raise 'never))
(while-loop-test)
(define i 0)
(while (< i 3) (display i) (newline) (set! i (+ i 1)))
(define-macro (swap! a b) (let ((t (gensym))) `(let ((~t ~a)) (set! ~a ~b) (set! ~b ~t))))
(define p 1) (define q 2) (swap! p q) (list p q)
(define-macro (my-or . xs) (if (null? xs) #f (let ((t (gensym))) `(let ((~t ~(car xs))) (if ~t ~t (my-or ~@(cdr xs)))))))
(my-or #f #f 7 (car '()))
`(1 ~(+ 1 1) ~@(map (lambda (x) (* x 10)) '(1 2)) (nested ~(* 2 3)) . tail)
`(a `(b ~(c ~(+ 1 2))))
(for (x '(1 2 3)) (display (* x x)) (newline))
]], "macros")

interpret([[
(undefined-thing)
(car '())
(car 5)
(+ 1 "a")

(fact)
(fact 1 2)
((adder 1))
(5 5)
("text")
(set! nothing 1)
(lambda (1) 2)
(if #t)
(error "custom failure:" '(1 2) "x" 3.0)
(raise '(any value))
(define (deep n) (+ 1 (deep (+ n 1))))
(deep 0)
(length '(1 2 . 3))
(let ((x (lambda (y)
           (car y))))
  (+ 1
     (x 'atom)))
(string-append "a" '())
(quotient 1 0)
(modulo -5.5 2)
(guard (e (list 'caught e)) (car '()))
(guard (e (list 'caught e)) (raise 42))
(guard (e (display e) (newline) 'handled) (deep 0))
(guard (e 'outer) (guard (f (raise (list 'again f))) (error "inner")))
(guard (e e) 1 2 'no-error)
(call/ec (lambda (k) (+ 1 (k 42) (undefined))))
(+ 1 (call/ec (lambda (k) (for (x '(1 2 3 4)) (if (> x 2) (k (* x 100)))) 'none)))
(call/ec (lambda (k) (call/ec (lambda (j) (k 'outer))) 'inner))
(guard (e e) (call/ec (lambda (k) (raise 'through))))
]], "errors")

interpret([[
(define g (generator (lambda (yield) (for (x '(1 2 3)) (yield (* x x))))))
(list (g) (g) (g) (g))
(g)
(define (tree-walk tree yield) (cond ((null? tree) '()) ((pair? tree) (tree-walk (car tree) yield) (tree-walk (cdr tree) yield)) (else (yield tree))))
(define leaves (generator (lambda (yield) (tree-walk '((1 2) (3 (4 (5)))) yield))))
(list (leaves) (leaves) (leaves) (leaves) (leaves) (leaves))
(define bad (generator (lambda (yield) (yield 1) (car 'x))))
(bad) (bad) (bad)
]], "generators")

for _, text in ipairs { "(1 2", "(1 (2 ]", ")", "\n\n(a\n(b\n'", '"abc', '"a\\q"', "12abc", "(. 1)", "(1 . 2 3)", "#| never", "#| ok #| nested |# |# 'fine", "'", "(define x 1) (x" } do
  interpret(text, "syntax")
end

interpret([[
(define (queens board-size)
  (define (safe? q others distance)
    (cond ((null? others) #t)
          ((or (= q (car others)) (= q (+ (car others) distance)) (= q (- (car others) distance))) #f)
          (else (safe? q (cdr others) (+ distance 1)))))
  (define (place k others)
    (if (= k 0) 1
        (fold-left + 0 (map (lambda (q) (if (safe? q others 1) (place (- k 1) (cons q others)) 0)) (range 1 (+ board-size 1))))))
  (place board-size '()))
(map queens '(1 2 3 4 5 6))
(define (primes n)
  (let sieve ((list (range 2 n)))
    (if (null? list) '() (cons (car list) (sieve (filter (lambda (x) (not (= 0 (modulo x (car list))))) (cdr list)))))))
(primes 50)
(define (ackermann m n) (cond ((= m 0) (+ n 1)) ((= n 0) (ackermann (- m 1) 1)) (else (ackermann (- m 1) (ackermann m (- n 1))))))
(ackermann 2 3)
(let loop ((n 27) (steps 0)) (cond ((= n 1) steps) ((= 0 (modulo n 2)) (loop (quotient n 2) (+ steps 1))) (else (loop (+ (* 3 n) 1) (+ steps 1)))))
]], "programs")
