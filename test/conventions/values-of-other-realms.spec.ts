import { runInNewContext } from 'node:vm';
import { ATTR_CACHE_VALUE_SIZE } from '../../lib/conventions/attributes.js';
import { redisReply } from '../../lib/conventions/cache/redis.js';
import { commandShape } from '../../lib/conventions/database/mongodb-command-shape.js';
import { receivedSize } from '../../lib/instrumentation/microservice/received-size.js';
import { LineBudget } from '../../lib/logging/line-budget.js';
import { ValueWalk } from '../../lib/logging/value-walk.js';

/** A value as code in another realm makes it: it is no instance of any class here. */
function foreign(expression: string): never {
  return runInNewContext(expression) as never;
}

describe('a value of another realm', () => {
  it('is a list for the log: a Set', () => {
    const walk = new ValueWalk(undefined, new LineBudget({ lineBytes: 10_000, valueBytes: 1_000 } as never));
    expect(walk.copy(foreign('new Set(["a", "b"])'), undefined)).toEqual(['a', 'b']);
  });

  it('is a document for MongoDB: a Map', () => {
    const shape = commandShape({ find: 'users', filter: foreign('new Map([["name", "Ada"]])') }, 1_000);
    expect(shape).toBe('{"find":"users","filter":{"name":"?"}}');
  });

  it('has a size: bytes of a cache and of a message', () => {
    const bytes = foreign('new Uint8Array(12)');
    expect(redisReply('GET', 1, bytes).facts?.[ATTR_CACHE_VALUE_SIZE]).toBe(12);
    expect(receivedSize('redis', ['channel', bytes])).toBe(12);
  });
});
