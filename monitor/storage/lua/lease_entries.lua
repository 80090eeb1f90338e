-- A worker takes the first entries of the work set for a while.
-- KEYS: 1 entries:work, 2 entries:leased   ARGV: 1 prefix of entry keys, 2 at most, 3 lease ends ms, 4 holder
-- Returns {id, revision, payload, page or '', ...}, flat.
local taken = {}
local picked = redis.call('ZPOPMIN', KEYS[1], ARGV[2])
for i = 1, #picked, 2 do
  local id = picked[i]
  local key = ARGV[1] .. id
  local held = redis.call('HMGET', key, 'state', 'revision', 'payload', 'page')
  if held[1] and held[3] and held[1] ~= 'done' and held[1] ~= 'quarantined' then
    redis.call('HSET', key, 'state', 'leased', 'holder', ARGV[4])
    redis.call('ZADD', KEYS[2], ARGV[3], id)
    taken[#taken + 1] = id
    taken[#taken + 1] = held[2] or '1'
    taken[#taken + 1] = held[3]
    taken[#taken + 1] = held[4] or ''
  end
end
return taken
