local local_leak = "hidden"
shared.count = shared.count * 2
return {seen = shared.count, local_leak = local_leak}
