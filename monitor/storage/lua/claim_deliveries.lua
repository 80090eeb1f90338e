-- Takes deliveries of one sink that are due, by a lease. One whose lease ran out (its deliverer died) is taken again, or
-- merged into the revision that waits behind it.
-- KEYS: 1 queue of the sink, 2 lanes of the sink, 3 counters of the day
-- ARGV: 1 prefix of deliveries, 2 prefix of alerts, 3 now ms, 4 lease ends ms, 5 at most, 6 holder, 7 final ones are kept for ms,
--       8 counters are kept for ms, 9 prefix of the sink's delivered marks
-- Returns {ms of the next attempt after these or -1, then for each: id, alert id, incident id, kind, attempts, revision, progress,
-- body or the alert's JSON, owed at ms, highest revision of its incident that the sink has taken or 0}.
local P, now = ARGV[1], ARGV[3]

local function successor(id, incident)
  local behind = redis.call('HGET', KEYS[2], 'n:' .. incident)
  if not behind then return id end
  redis.call('HSET', P .. id, 'state', 'merged', 'merged_into', behind, 'done_at', now)
  redis.call('HDEL', P .. id, 'holder', 'lease_until')
  redis.call('PEXPIRE', P .. id, ARGV[7])
  redis.call('HINCRBY', KEYS[3], 'delivery.merged', 1)
  redis.call('PEXPIRE', KEYS[3], ARGV[8])
  redis.call('ZREM', KEYS[1], id)
  redis.call('HSET', KEYS[2], 'h:' .. incident, behind)
  redis.call('HDEL', KEYS[2], 'n:' .. incident)
  return behind
end

-- A sink that is slow or paced gets the severe ones first; ten minutes of waiting count as much as a degree of severity.
local DEGREE = {critical = 4, high = 3, moderate = 2, low = 1}

local function pick(most)
  local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'WITHSCORES', 'LIMIT', 0, 200)
  local found = {}
  for i = 1, #due, 2 do
    local rank = 0
    if #due > 2 * most then -- all go otherwise
      rank = (DEGREE[redis.call('HGET', P .. due[i], 'severity')] or 0) + math.floor((now - due[i + 1]) / 600000)
    end
    found[#found + 1] = {id = due[i], rank = rank, place = i}
  end
  table.sort(found, function(a, b)
    if a.rank ~= b.rank then return a.rank > b.rank end
    return a.place < b.place
  end)
  for i = #found, most + 1, -1 do found[i] = nil end
  return found
end

local result = {-1}
for _, picked in ipairs(pick(tonumber(ARGV[5]))) do
  local due = picked.id
  local first = redis.call('HMGET', P .. due, 'state', 'incident_id')
  if first[1] ~= 'waiting' then
    redis.call('ZREM', KEYS[1], due)
  else
    local id = successor(due, first[2])
    local d = redis.call('HMGET', P .. id, 'alert_id', 'incident_id', 'kind', 'attempts', 'revision', 'progress', 'body', 'owed_at')
    redis.call('HSET', P .. id, 'holder', ARGV[6], 'lease_until', ARGV[4])
    redis.call('ZADD', KEYS[1], ARGV[4], id)
    result[#result + 1] = id
    for i = 1, 6 do result[#result + 1] = d[i] or '' end
    result[#result + 1] = d[7] or redis.call('GET', ARGV[2] .. d[1]) or ''
    result[#result + 1] = d[8] or '0'
    result[#result + 1] = redis.call('GET', ARGV[9] .. d[2]) or '0'
  end
end
local coming = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
if coming[2] then result[1] = tonumber(coming[2]) end
return result
