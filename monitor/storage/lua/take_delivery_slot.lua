-- One slot of a sink's rate cap for a delivery; a retry keeps the slot that it has.
-- KEYS: 1 deliveries:sent of the sink   ARGV: 1 id, 2 now ms, 3 window ms, 4 slots, 5 '1' to take one in any case
-- Returns 0 where it has one, else the ms at which one becomes free.
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[2] - ARGV[3])
if redis.call('ZSCORE', KEYS[1], ARGV[1]) then return 0 end
if ARGV[5] ~= '1' and redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[4]) then
  local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
  return tonumber(oldest[2]) + tonumber(ARGV[3])
end
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 0
