-- Takes or prolongs the desk's lease. A take-over raises the fencing token: what an older desk still sends is refused.
-- KEYS: 1 desk:lease, 2 desk:token   ARGV: 1 holder, 2 lease in ms
-- Returns the token, or 0 where another desk holds the lease.
local holder = redis.call('GET', KEYS[1])
if holder == ARGV[1] then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return tonumber(redis.call('GET', KEYS[2]) or '0')
end
if holder then return 0 end
-- A script that has begun with a write that needs no memory is let through by a store that is full.
redis.call('DEL', KEYS[1])
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return redis.call('INCR', KEYS[2])
