-- Entries whose lease ran out, or whose holder is known to be dead, go back to work, or to quarantine after too many attempts.
-- KEYS: 1 entries:leased, 2 entries:work, 3 entries:quarantine, 4 counters of the day
-- ARGV: 1 prefix of entry keys, 2 now ms, 3 most attempts, 4 holder ('' for: all that ran out), 5 kept for ms, 6 default priority,
--       7 counters are kept for ms
-- Returns {how many went back, ids quarantined ...}.
local ids
if ARGV[4] == '' then
  ids = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[2], 'LIMIT', 0, 1000)
else
  ids = redis.call('ZRANGE', KEYS[1], 0, -1)
end
local result = {0}
for _, id in ipairs(ids) do
  local key = ARGV[1] .. id
  local held = redis.call('HMGET', key, 'state', 'holder', 'attempts', 'priority')
  if held[1] ~= 'leased' then
    if ARGV[4] == '' then redis.call('ZREM', KEYS[1], id) end -- the feed changed it meanwhile: it waits elsewhere
  elseif ARGV[4] == '' or held[2] == ARGV[4] then
    redis.call('ZREM', KEYS[1], id)
    redis.call('HDEL', key, 'holder')
    if tonumber(held[3] or '0') >= tonumber(ARGV[3]) then
      redis.call('HDEL', key, 'page')
      redis.call('HSET', key, 'state', 'quarantined', 'disposition', 'quarantined', 'done_at', ARGV[2])
      redis.call('PEXPIRE', key, ARGV[5])
      redis.call('ZADD', KEYS[3], ARGV[2], id)
      redis.call('HINCRBY', KEYS[4], 'article.quarantined', 1)
      redis.call('PEXPIRE', KEYS[4], ARGV[7])
      result[#result + 1] = id
    else
      redis.call('HSET', key, 'state', 'ready')
      redis.call('ZADD', KEYS[2], tonumber(held[4] or ARGV[6]), id)
      result[1] = result[1] + 1
    end
  end
end
return result
