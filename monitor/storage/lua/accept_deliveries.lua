-- What was owed goes from the inbox into its sink's queue: one delivery an incident and sink at a time, in order; an
-- older revision that still waits is merged into the newer one.
-- KEYS: 1 deliveries:due, 2 deliveries:dead, 3 counters of the day
-- ARGV: 1 prefix of deliveries, 2 of queues, 3 of lanes, 4 of delivered marks, 5 now ms, 6 at most, 7 final ones are kept for ms,
--       8 counters are kept for ms, 9 channel that tells of what became of deliveries, 10.. names of the sinks that there are
-- Returns {how many were taken, names of the sinks that got some ...}.
local P, Q, L, M, now, kept = ARGV[1], ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5]), ARGV[7]
local known, touched, result = {}, {}, {0}
for i = 10, #ARGV do known[ARGV[i]] = true end

local function finish(id, state, counter)
  redis.call('HSET', P .. id, 'state', state, 'done_at', ARGV[5])
  redis.call('HDEL', P .. id, 'holder', 'lease_until')
  redis.call('PEXPIRE', P .. id, kept)
  redis.call('HINCRBY', KEYS[3], 'delivery.' .. counter, 1)
  redis.call('PEXPIRE', KEYS[3], ARGV[8])
  redis.call('PUBLISH', ARGV[9], id)
end

local function merge(old, new)
  redis.call('HSET', P .. old, 'merged_into', new)
  redis.call('ZREM', Q .. redis.call('HGET', P .. old, 'sink'), old)
  finish(old, 'merged', 'merged')
end

local function place(id, sink, incident, revision)
  local lanes, queue = L .. sink, Q .. sink
  local head = redis.call('HGET', lanes, 'h:' .. incident)
  local h = head and redis.call('HMGET', P .. head, 'state', 'revision', 'lease_until') or {}
  if not head or head == id or h[1] ~= 'waiting' then
    redis.call('HSET', lanes, 'h:' .. incident, id)
    redis.call('ZADD', queue, now, id)
  elseif tonumber(h[2] or '0') >= revision then
    merge(id, head)
  else
    local behind = redis.call('HGET', lanes, 'n:' .. incident)
    local theirs = behind and behind ~= id and tonumber(redis.call('HGET', P .. behind, 'revision') or '0')
    if theirs and theirs >= revision then return merge(id, behind) end
    if theirs then merge(behind, id) end
    if h[3] and tonumber(h[3]) > now then -- the head is being sent: the newer one waits behind it
      redis.call('HSET', lanes, 'n:' .. incident, id)
    else -- it waits for its next attempt, or its deliverer died: the newer one takes its place, and of one that waited
      merge(head, id)
      redis.call('HDEL', lanes, 'n:' .. incident)
      redis.call('HSET', lanes, 'h:' .. incident, id)
      redis.call('ZADD', queue, now, id)
    end
  end
end

local popped = redis.call('ZPOPMIN', KEYS[1], ARGV[6])
for i = 1, #popped, 2 do
  local id = popped[i]
  local d = redis.call('HMGET', P .. id, 'state', 'sink', 'incident_id', 'revision')
  result[1] = result[1] + 1
  if d[1] == 'waiting' then
    local revision = tonumber(d[4] or '0')
    local taken = tonumber(redis.call('GET', M .. d[2] .. ':' .. d[3]) or '0')
    if not known[d[2]] then
      redis.call('HSET', P .. id, 'last_error', 'no sink of this name is configured and enabled', 'reason', 'no_sink')
      redis.call('ZADD', KEYS[2], now, id)
      redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now - kept) -- expired: nobody could send them again
      finish(id, 'dead', 'dead')
    elseif taken >= revision and revision > 0 then -- its successor has arrived already
      finish(id, 'merged', 'merged')
    else
      place(id, d[2], d[3], revision)
      if not touched[d[2]] then
        touched[d[2]] = true
        result[#result + 1] = d[2]
      end
    end
  end
end
return result
