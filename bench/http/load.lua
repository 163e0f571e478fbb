-- For wrk: method and body come from the environment.
wrk.method = os.getenv("WRK_METHOD")
local body = os.getenv("WRK_BODY")
if body ~= "" then
    wrk.body = body
    wrk.headers["Content-Type"] = "application/json"
end
