-- Tells operators of a change of state, once: a message on the channel and in the log only where the state is new.
-- KEYS: 1 ops state (hash), 2 ops log (stream)   ARGV: 1 field kind|subject, 2 state, 3 channel, 4 message (JSON)
-- Returns 1 where something changed.
local known = redis.call('HGET', KEYS[1], ARGV[1])
if ARGV[2] == 'raised' then
  if known then return 0 end
  redis.call('HDEL', KEYS[1], ARGV[1]) -- needs no memory, and a script that has written may go on in a full store
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[4])
else
  if not known then return 0 end
  redis.call('HDEL', KEYS[1], ARGV[1])
end
redis.call('XADD', KEYS[2], 'MAXLEN', '~', 1000, '*', 'ops', ARGV[4])
redis.call('PUBLISH', ARGV[3], ARGV[4])
return 1
