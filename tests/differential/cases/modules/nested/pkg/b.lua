print("b sees", ...)
return {name = "module b"}
