local function deep(x)
  error("module failed: " .. x)
end
deep("now")
return {}
