-- Shows empty statements and semicolons where they are allowed.
;;; local a = 1; ; local b = 2;
print(a, b);
do ; end
if a then ; end;
for i = 1, 2 do ; print(i); end;
local function f() ; return 1, 2; end
print(f());
print(load("return 1;;"))
