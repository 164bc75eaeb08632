/** Commands whose first argument is a key, by groups: strings, keys, hashes, lists, sets, sorted sets, streams. */
const KEYED: ReadonlySet<string> = new Set(
  [
    'APPEND DECR DECRBY GET GETDEL GETEX GETRANGE GETSET INCR INCRBY INCRBYFLOAT PSETEX SET SETEX SETNX SETRANGE STRLEN',
    'DEL EXISTS EXPIRE EXPIREAT EXPIRETIME PERSIST PEXPIRE PEXPIREAT PTTL TTL TYPE UNLINK',
    'HDEL HEXISTS HGET HGETALL HINCRBY HINCRBYFLOAT HKEYS HLEN HMGET HSCAN HSET HSETNX HVALS',
    'LINDEX LLEN LPOP LPUSH LRANGE LREM LSET LTRIM RPOP RPUSH',
    'SADD SCARD SISMEMBER SMEMBERS SPOP SREM SSCAN',
    'ZADD ZCARD ZCOUNT ZINCRBY ZRANGE ZRANK ZREM ZSCAN ZSCORE',
    'XADD XLEN XRANGE',
  ].flatMap((group) => group.split(' ')),
);
/** Of these every argument is a key. */
const SEVERAL: ReadonlySet<string> = new Set(['DEL', 'EXISTS', 'UNLINK']);
/** What node-redis publishes in the place of what it keeps to itself. */
const WITHHELD = '?';

/** The one key that a command names, where it is published. `args` begin with the command's name. */
export function keyArgument(command: string, args: readonly string[]): string | undefined {
  if (!KEYED.has(command) || (SEVERAL.has(command) && args.length > 2)) return undefined;
  const [, key] = args;
  return key === WITHHELD ? undefined : key;
}
