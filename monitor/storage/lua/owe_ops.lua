-- Operator messages since the cursor become deliveries for the operator sinks; cursor and deliveries move together.
-- KEYS: 1 ops log (stream), 2 cursor, 3 deliveries:due
-- ARGV: 1 prefix of deliveries, 2 now ms, 3 where to begin without a cursor (stream id), 4.. names of the operator sinks
-- Returns how many messages were taken.
local since = redis.call('GET', KEYS[2])
local entries = redis.call('XRANGE', KEYS[1], since and ('(' .. since) or ARGV[3], '+', 'COUNT', 100)
for _, entry in ipairs(entries) do
  local body = entry[2][2]
  local ok, message = pcall(cjson.decode, body)
  if ok and type(message) == 'table' then
    local ms, seq = entry[1]:match('(%d+)-(%d+)')
    local revision = string.format('%.0f', tonumber(ms) * 1000 + tonumber(seq) % 1000)
    local incident = 'ops:' .. tostring(message.kind) .. '|' .. tostring(message.subject)
    for i = 4, #ARGV do
      local id = 'ops-' .. entry[1] .. ':' .. ARGV[i]
      redis.call('HSET', ARGV[1] .. id, 'alert_id', 'ops-' .. entry[1], 'incident_id', incident, 'sink', ARGV[i], 'kind', 'ops',
        'severity', 'info', 'revision', revision, 'state', 'waiting', 'attempts', 0, 'owed_at', ARGV[2], 'body', body)
      redis.call('ZADD', KEYS[3], ARGV[2], id)
    end
  end
  redis.call('SET', KEYS[2], entry[1])
end
return #entries
