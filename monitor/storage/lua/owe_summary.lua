-- What a sink was spared becomes one delivery: a summary.
-- KEYS: 1 deliveries:held of the sink, 2 deliveries:summaries, 3 delivery, 4 deliveries:due
-- ARGV: 1 sink, 2 now ms, 3 id of the summary (delivery id is {id}:{sink})
-- Returns how many alerts it tells of.
redis.call('ZREM', KEYS[2], ARGV[1])
local alerts = redis.call('HVALS', KEYS[1])
if #alerts == 0 then return 0 end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[3], 'alert_id', ARGV[3], 'incident_id', ARGV[3], 'sink', ARGV[1], 'kind', 'summary', 'severity', 'info',
  'revision', 1, 'state', 'waiting', 'attempts', 0, 'owed_at', ARGV[2], 'body', cjson.encode(alerts))
redis.call('ZADD', KEYS[4], ARGV[2], ARGV[3] .. ':' .. ARGV[1])
return #alerts
