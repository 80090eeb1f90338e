-- The desk's one commit: incidents, articles' links, sketches, alerts with their channels and owed deliveries, cursors.
-- All or nothing, and only by the desk that holds the fencing token. An alert whose key exists was published before:
-- it is passed over, so that a commit told twice says nothing twice.
-- KEYS: 1 desk:token, 2 desk:cursor, 3 desk:orders-cursor, 4 alerts:stream, 5 channels:last, 6 deliveries:due,
--       7 incidents:by-time, 8 reports, 9 desk:orders, 10 desk:sketches, 11 desk:trying, 12 desk:lease
-- ARGV: 1 token, 2 cursor before, 3 cursor after, 4 orders' cursor after ('' for unchanged), 5 now ms,
--       6 alerts are kept for ms, 7 incidents are kept for ms, 8 articles are kept for ms, 9 name of the channel of all
--       then lists, each with its length first:
--       incidents (key, id, bytes, updated ms), links (article key, incident or '', original or ''),
--       sketches (article id, original, sketch, size),
--       alerts (key, id, head, channels (name, name as JSON), deliveries (key, id, n, field, value ...))
-- Returns {'done' | 'again', stream ids of the alerts ...}; errors FENCED, ASTRAY (MOVED would be a cluster's word to clients).
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return redis.error_reply('FENCED another desk took over') end
local held = redis.call('GET', KEYS[2]) or '0-0'
if held ~= ARGV[2] then
  if held == ARGV[3] then return {'again'} end
  return redis.error_reply('ASTRAY the cursor stands elsewhere')
end

-- First a write that gives memory back: a store that is full lets a script that has begun to write go on, so that what
-- happened is told, and the reports that it was told from are freed.
redis.call('DEL', KEYS[11])

local at = 9
local function take()
  at = at + 1
  return ARGV[at]
end
local now, kept_alerts, kept_incidents, kept_articles = tonumber(ARGV[5]), ARGV[6], ARGV[7], ARGV[8]

for _ = 1, tonumber(take()) do
  local key, id, bytes, updated = take(), take(), take(), take()
  redis.call('SET', key, bytes, 'PX', kept_incidents)
  redis.call('ZADD', KEYS[7], updated, id)
end
for _ = 1, tonumber(take()) do
  local key, incident, original = take(), take(), take()
  if incident == '' then redis.call('HDEL', key, 'incident_id') else redis.call('HSET', key, 'incident_id', incident) end
  if original ~= '' then redis.call('HSET', key, 'duplicate_of', original) end
  redis.call('PEXPIRE', key, kept_articles)
end
for _ = 1, tonumber(take()) do
  local article, original, sketch, size = take(), take(), take(), take()
  redis.call('XADD', KEYS[10], '*', 'a', article, 'o', original, 's', sketch, 'n', size)
end

-- Stream ids are made here, above all before them even if the clock stepped back, so that `prev` can name them.
local function split(id)
  local ms, seq = string.match(id, '^(%d+)%-(%d+)$')
  return tonumber(ms), tonumber(seq)
end
local function last_id()
  local last = redis.call('HGET', KEYS[5], ARGV[9])
  if last then return last end
  local newest = redis.call('XREVRANGE', KEYS[4], '+', '-', 'COUNT', 1)
  return newest[1] and newest[1][1] or '0-0'
end
local function next_id()
  local time = redis.call('TIME')
  local ms = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
  local last_ms, last_seq = split(last_id())
  if ms > last_ms then return string.format('%.0f-0', ms) end
  return string.format('%.0f-%.0f', last_ms, last_seq + 1)
end

local result = {'done'}
for _ = 1, tonumber(take()) do
  local key, id, head = take(), take(), take()
  local known = redis.call('EXISTS', key) == 1
  local stream_id = next_id()
  local names, prev = {}, {}
  for _ = 1, tonumber(take()) do
    local name, as_json = take(), take()
    local before = redis.call('HGET', KEYS[5], name)
    names[#names + 1] = name
    prev[#prev + 1] = as_json .. ':' .. (before and ('"' .. before .. '"') or 'null')
  end
  local body = head .. ',"stream_id":"' .. stream_id .. '","prev":{' .. table.concat(prev, ',') .. '}}'
  if not known then
    redis.call('SET', key, body, 'PX', kept_alerts)
    redis.call('XADD', KEYS[4], stream_id, 'alert', body)
    for _, name in ipairs(names) do
      redis.call('HSET', KEYS[5], name, stream_id)
      redis.call('PUBLISH', name, body)
    end
    result[#result + 1] = stream_id
  end
  for _ = 1, tonumber(take()) do
    local delivery, delivery_id, fields = take(), take(), {}
    for i = 1, tonumber(take()) do fields[i] = take() end
    if not known then
      redis.call('HSET', delivery, unpack(fields))
      redis.call('ZADD', KEYS[6], ARGV[5], delivery_id)
    end
  end
end

-- Trimmed by age, never by length: what no subscriber has read yet must not go because much happened.
local function trim(key, kept)
  redis.call('XTRIM', key, 'MINID', '~', string.format('%.0f', math.max(0, now - tonumber(kept))))
end
if #result > 1 then trim(KEYS[4], kept_alerts) end
trim(KEYS[10], kept_articles)
redis.call('ZREMRANGEBYSCORE', KEYS[7], '-inf', now - tonumber(kept_incidents))
redis.call('SET', KEYS[2], ARGV[3])
redis.call('XTRIM', KEYS[8], 'MINID', ARGV[3])
if ARGV[4] ~= '' then
  redis.call('SET', KEYS[3], ARGV[4])
  redis.call('XTRIM', KEYS[9], 'MINID', ARGV[4])
end
return result
