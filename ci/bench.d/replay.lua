-- wrk: replays the requests of a file, each thread from a place of its own, and prints what was measured in one line.
--
-- A request takes three lines of the file: method and path; headers, `name: value`, divided by tabs; the body, or an
-- empty line. Its arguments are the file and the number of threads.

local threads = 0

function setup(thread)
    thread:set("number", threads)
    threads = threads + 1
end

function init(arguments)
    requests = {}
    local lines = io.lines(arguments[1])
    for first in lines do
        local method, path = first:match("(%S+) (%S+)")
        local headers = {}
        for name, value in lines():gmatch("([^:\t]+): ([^\t]+)") do
            headers[name == "host" and "Host" or name] = value -- or wrk would add one of its own
        end
        local body = lines()
        requests[#requests + 1] = wrk.format(method, path, headers, body ~= "" and body or nil)
    end
    next_request = math.floor(#requests / tonumber(arguments[2]) * number)
end

function request()
    next_request = next_request % #requests + 1
    return requests[next_request]
end

function done(summary, latency)
    local errors = summary.errors
    io.write(string.format("measured %.1f %d %d %d\n", summary.requests / summary.duration * 1e6,
        latency:percentile(50), latency:percentile(99),
        errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
