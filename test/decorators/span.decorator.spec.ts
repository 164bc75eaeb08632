import { of } from 'rxjs';
import { Span, TraceCache, type TraceCacheOptions, TraceOperation, TraceQuery } from 'nestjs-telemetry';
import { register } from '../../lib/observation/index.js';
import { watch } from '../observation/observed-call.js';

const { telemetry, calls, faults } = watch();
let unregister: () => void;
beforeAll(() => (unregister = register(telemetry)));
afterAll(() => unregister());
beforeEach(() => {
  (calls as unknown[]).length = 0;
  faults.length = 0;
});
const broken = (): never => {
  throw new Error('the callback is broken');
};

describe('@Span', () => {
  it('is named after class and method, or as it is told', () => {
    class Users {
      @Span()
      find(): void {}
      @Span('load')
      load(): void {}
    }
    new Users().find();
    new Users().load();
    expect(calls.map(({ operation }) => [operation.name, operation.labels['code.function.name']])).toEqual([
      ['Users.find', 'Users.find'],
      ['load', 'Users.load'],
    ]);
  });

  it('takes attributes, of every call or of this one', () => {
    class Users {
      @Span('fixed', { attributes: { region: 'eu' } })
      fixed(): void {}
      @Span('by arguments', { attributes: (id: string, ...more: number[]) => ({ id, more: more.length }) })
      find(_id: string, ..._more: number[]): void {}
    }
    new Users().fixed();
    new Users().find('a', 1, 2);
    expect(calls.map(({ operation }) => operation.attributes)).toEqual([{ region: 'eu' }, { id: 'a', more: 2 }]);
    expect(calls.every(({ operation }) => !('id' in operation.labels))).toBe(true);
  });

  it.each<[string, () => unknown]>([
    ['at once', () => 3],
    ['by promise', async () => 3],
    ['by Observable', () => of(1, 3)],
  ])('describes a result that comes %s', async (_how, give) => {
    class Users {
      @Span('count', { onResult: (count: number) => ({ count }) })
      count(): unknown {
        return give();
      }
    }
    const result = new Users().count();
    if (typeof result === 'object' && result !== null && 'subscribe' in result)
      (result as ReturnType<typeof of>).subscribe();
    await result;
    expect(calls[0]?.outcomes).toMatchObject([{ failed: false, facts: { count: 3 } }]);
  });

  it('does not describe the result of a call that failed', () => {
    class Users {
      @Span('count', { onResult: () => ({ count: 1 }) })
      count(): void {
        throw new Error('no');
      }
    }
    expect(() => new Users().count()).toThrow('no');
    expect(calls[0]?.outcomes).toMatchObject([{ failed: true, facts: {} }]);
  });

  it.each<[string, object, number]>([
    ['attributes throw', { attributes: broken }, 1],
    ['attributes are a promise that rejects', { attributes: async () => broken() }, 1],
    ['attributes are nothing', { attributes: () => undefined }, 0],
    ['onResult throws', { onResult: broken }, 1],
    ['onResult gives nothing', { onResult: () => undefined }, 0],
  ])('survives when %s', (_what, options, reported) => {
    class Users {
      @Span('count', options)
      count(): number {
        return 5;
      }
    }
    expect(new Users().count()).toBe(5);
    expect(calls[0]?.outcomes).toMatchObject([{ failed: false, facts: {} }]);
    expect(faults).toHaveLength(reported);
  });
});

describe('@TraceQuery', () => {
  it('counts the arguments and never records their values', async () => {
    class Users {
      @TraceQuery({ system: 'postgresql', operation: 'SELECT', collection: 'users', namespace: 'shop' })
      async find(..._args: unknown[]): Promise<string> {
        return 'secret row';
      }
    }
    await new Users().find('secret', { password: 'secret' }, ['secret']);
    expect(calls[0]?.operation).toMatchObject({
      kind: 'database',
      name: 'SELECT users',
      labels: { 'db.system.name': 'postgresql', 'db.collection.name': 'users', 'db.namespace': 'shop' },
      attributes: { 'nestjs.db.query.argument_count': 3 },
    });
    expect(JSON.stringify(calls)).not.toContain('secret');
  });

  it('hands over the same labels for every call, so that observers can keep what they derive', () => {
    class Users {
      @TraceQuery({ system: 'sqlite', operation: 'DELETE' })
      remove(): void {}
    }
    new Users().remove();
    new Users().remove();
    expect(calls[0]?.operation.labels).toBe(calls[1]?.operation.labels);
  });
});

describe('@TraceCache', () => {
  const lookup = (options: Partial<TraceCacheOptions>, value: unknown): unknown => {
    class Cache {
      @TraceCache({ system: 'memory', operation: 'get', ...options })
      access(_key: string): unknown {
        return value;
      }
    }
    new Cache().access('secret-key');
    return calls[0]?.outcomes[0]?.facts['nestjs.cache.hit'];
  };
  it.each<[Partial<TraceCacheOptions>, unknown, boolean | undefined]>([
    [{}, 'value', true],
    [{}, 0, true],
    [{}, '', true],
    [{}, undefined, false],
    [{}, null, false],
    [{ operation: 'has' }, false, false],
    [{ operation: 'set' }, 'value', undefined],
    [{ operation: 'delete' }, undefined, undefined],
    [{ hit: (value) => value !== 'empty' }, 'empty', false],
    [{ hit: (value) => value !== 'empty' }, null, true],
    [{ hit: broken }, 'value', undefined],
  ])('%j with %j: hit is %s', (options, value, hit) => {
    expect(lookup(options, value)).toBe(hit);
    expect(JSON.stringify(calls)).not.toContain('secret-key');
  });

  it('waits for the value of a promise', async () => {
    class Cache {
      @TraceCache({ system: 'memory', operation: 'get' })
      async get(): Promise<undefined> {}
    }
    await new Cache().get();
    expect(calls[0]?.outcomes[0]?.facts).toEqual({ 'nestjs.cache.hit': false });
  });
});

describe('@TraceOperation', () => {
  it('names the operation and passes its error on', () => {
    const error = new RangeError('too many');
    class Checkout {
      @TraceOperation('checkout')
      run(): void {
        throw error;
      }
    }
    expect(() => new Checkout().run()).toThrow(error);
    expect(calls[0]?.operation).toMatchObject({
      kind: 'business',
      labels: { 'nestjs.business.operation.name': 'checkout' },
    });
    expect(calls[0]?.outcomes).toMatchObject([{ failed: true, error }]);
  });
});
