-- What waits for a sink that is no more goes back into the inbox, where it becomes dead letters. What was held back for
-- its summary is let go.
-- KEYS: 1 queue of the sink, 2 lanes of the sink, 3 deliveries:held of the sink, 4 deliveries:summaries, 5 deliveries:due
-- ARGV: 1 sink, 2 now ms
-- Returns how many went back.
local ids = redis.call('ZRANGE', KEYS[1], 0, -1)
local lanes = redis.call('HGETALL', KEYS[2])
for i = 1, #lanes, 2 do
  if lanes[i]:sub(1, 2) == 'n:' then ids[#ids + 1] = lanes[i + 1] end -- it waits behind another, in no queue
end
for _, id in ipairs(ids) do redis.call('ZADD', KEYS[5], ARGV[2], id) end
redis.call('DEL', KEYS[1], KEYS[2], KEYS[3])
redis.call('ZREM', KEYS[4], ARGV[1])
return #ids
