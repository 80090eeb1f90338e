-- Entries whose page did not come in time go on with the feed's own text.
-- KEYS: 1 entries:pending, 2 entries:work   ARGV: 1 prefix of entry keys, 2 now ms, 3 at most, 4 default priority
-- Returns how many went on.
local moved = 0
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[2], 'LIMIT', 0, ARGV[3])) do
  local key = ARGV[1] .. id
  redis.call('ZREM', KEYS[1], id)
  if redis.call('HGET', key, 'state') == 'pending' then
    redis.call('HSET', key, 'state', 'ready')
    redis.call('ZADD', KEYS[2], tonumber(redis.call('HGET', key, 'priority') or ARGV[4]), id)
    moved = moved + 1
  end
end
return moved
