-- What wrk sends, by the first argument after --:
--   get                                       the address as it is
--   look COOKIE TOKEN BUILDINGS RESIDENTS     which bookings a guest of some resident of some building is offered
--   book COOKIE TOKEN BUILDINGS RUN           a booking of some day to come, each with a key of its own
--   arrive COOKIE TOKEN BUILDINGS RUN         a check-in to the next of today's bookings that nobody has checked in
local threads = {}
function setup(thread)
  thread:set("number", #threads)
  table.insert(threads, thread)
end

local what, buildings, residents, run, headers, count = "get", 1, 1, "", {}, 0

function init(args)
  what = args[1] or "get"
  if what == "get" then return end
  headers["Cookie"], headers["X-CSRF-Token"] = args[2], args[3]
  buildings = tonumber(args[4])
  residents, run = tonumber(args[5]), args[5]
  headers["Content-Type"] = "application/json"
  if what ~= "look" then
    response = function(status, _, body)
      if status ~= 201 and refusal == nil then refusal = status .. " " .. body end
    end
  end
  math.randomseed(number * 7919 + 17)
end

local function post(building, list, body)
  headers["Idempotency-Key"] = run .. "-" .. number .. "-" .. count
  return wrk.format("POST", "/api/v1/buildings/b" .. building .. "/" .. list, headers, body)
end

function request()
  count = count + 1
  if what == "get" then return wrk.format() end
  local building = 1000 + math.random(0, buildings - 1)
  if what == "look" then
    local resident = math.random(0, residents - 1)
    return wrk.format("GET", "/api/v1/buildings/b" .. building .. "/matches?resident=r" .. resident, headers)
  end
  if what == "book" then
    local holder, day = math.random(0, 99), os.date("!%Y-%m-%d", os.time() + 86400 * math.random(2, 60))
    return post(building, "bookings", '{"amenity":"arrivals","holder":{"resident":"r' .. holder .. '"},"suite":"s' .. holder
      .. '","start":"' .. day .. 'T17:00","end":"' .. day .. 'T21:00","vehicle":{"plate":"'
      .. string.format("%d%07d", number, count) .. '","make":"Toyota"}}')
  end
  -- Two threads of wrk share the arrivals of the day; every building's first comes before anybody's second.
  local place = (count - 1) * 2 + number
  return post(1000 + place % buildings, "check-ins", '{"booking":"arrival' .. math.floor(place / buildings) .. '"}')
end

function done(summary, latency)
  local errors = summary.errors
  local wrong = errors.status + errors.connect + errors.read + errors.write + errors.timeout
  for _, thread in ipairs(threads) do
    local refusal = thread:get("refusal")
    if refusal then print("refused: " .. refusal) end
  end
  print(string.format("result %d %d %d %d %d", summary.requests, summary.duration, wrong, latency:percentile(50), latency:percentile(99)))
end
