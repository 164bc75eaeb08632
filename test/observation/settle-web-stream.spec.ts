import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Response as UndiciResponse } from 'undici';
import { turns, until } from '../until.js';
import { observe, watch } from './observed-call.js';

const broken = new Error('broken');

function source(parts: readonly string[] = ['a', 'b'], error?: Error): ReadableStream<Uint8Array> {
  const left = [...parts];
  return new ReadableStream({
    pull: async (controller) => {
      await turns();
      const part = left.shift();
      if (part !== undefined) controller.enqueue(Buffer.from(part));
      else if (error === undefined) controller.close();
      else controller.error(error);
    },
  });
}

const drain = async (stream: AsyncIterable<unknown>) => {
  for await (const _ of stream);
};

type Consume = (stream: ReadableStream<Uint8Array>) => Promise<unknown>;
const CONSUMERS: Readonly<Record<string, Consume>> = {
  'a loop': (stream) => drain(stream as never),
  'a reader': async (stream) => {
    const reader = stream.getReader();
    while (!(await reader.read()).done);
  },
  'a reader of the class': async (stream) => {
    const reader = new ReadableStreamDefaultReader(stream);
    while (!(await reader.read()).done);
  },
  'a Response': (stream) => new Response(stream).text(),
  pipeTo: (stream) => stream.pipeTo(new WritableStream()),
  pipeThrough: (stream) => new Response(stream.pipeThrough(new TransformStream())).text(),
  tee: (stream) => Promise.all(stream.tee().map((branch) => new Response(branch).text())),
  'a Node stream': (stream) => text(Readable.fromWeb(stream as never)),
};

describe.each(['at once', 'by a promise'])('a web stream that is returned %s', (how) => {
  const given = <T>(value: T): T | Promise<T> => (how === 'at once' ? value : Promise.resolve(value));

  it.each(Object.keys(CONSUMERS))('read by %s: its call lasts until the end', async (name) => {
    const stream = source();
    const { returned, settlements } = observe(() => given(stream));
    expect(await returned).toBe(stream);
    await turns();
    expect([stream.locked, settlements]).toEqual([false, []]);
    await CONSUMERS[name]?.(stream);
    await until(() => settlements.length > 0);
    expect(settlements).toEqual([{ as: 'returned', value: stream }]);
  });

  it.each(Object.keys(CONSUMERS))('that fails below %s fails its call', async (name) => {
    const { returned, settlements } = observe(() => given(source(['a'], broken)));
    await CONSUMERS[name]?.(await returned).catch(() => undefined);
    await until(() => settlements.length > 0);
    expect(settlements).toEqual([{ as: 'thrown', error: broken }]);
  });

  it.each<[string, Consume]>([
    ['cancelled', (stream) => stream.cancel()],
    ['cancelled with a reason', (stream) => stream.cancel(broken)],
    [
      'left by break',
      async (stream) => {
        for await (const _ of stream as unknown as AsyncIterable<unknown>) break;
      },
    ],
    ['cancelled in both branches', (stream) => Promise.all(stream.tee().map((branch) => branch.cancel()))],
  ])('that is %s does not fail its call', async (_name, leave) => {
    const { returned, settlements } = observe(() => given(source()));
    await leave(await returned);
    await until(() => settlements.length > 0);
    expect(settlements.map(({ as }) => as)).toEqual(['returned']);
  });

  it('that is a WritableStream lasts until it is closed', async () => {
    const { returned, settlements } = observe(() => given(new WritableStream()));
    const stream = await returned;
    await turns();
    expect(settlements).toEqual([]);
    await stream.close();
    await until(() => settlements.length > 0);
    expect(settlements).toEqual([{ as: 'returned', value: stream }]);
  });

  it('as the body of a Response lasts until the body is read', async () => {
    const { returned, settlements } = observe(() => given(new Response(source())));
    const response = await returned;
    await turns();
    expect([response.bodyUsed, settlements]).toEqual([false, []]);
    expect(await response.clone().text()).toBe('ab');
    expect(await response.text()).toBe('ab');
    await until(() => settlements.length > 0);
    expect(settlements).toEqual([{ as: 'returned', value: response }]);
  });

  it('a Response without a body ends its call at once', async () => {
    const { returned, settlements } = observe(() => given(new Response(null, { status: 204 })));
    const response = await returned;
    expect(settlements).toEqual([{ as: 'returned', value: response }]);
  });
});

describe('the class Response', () => {
  it('can be another one, as that of the package undici', async () => {
    const { returned, settlements } = observe(() => new UndiciResponse(source() as never));
    await turns();
    expect(settlements).toEqual([]);
    expect(await returned.text()).toBe('ab');
    await until(() => settlements.length > 0);
    expect(settlements).toEqual([{ as: 'returned', value: returned }]);
  });

  it('can be absent, as in a DOM of tests', () => {
    const { Response: there } = globalThis;
    Reflect.deleteProperty(globalThis, 'Response');
    try {
      const { settlements, faults } = observe(() => ({ a: 1 }));
      expect(settlements).toEqual([{ as: 'returned', value: { a: 1 } }]);
      expect(faults).toEqual([]);
    } finally {
      globalThis.Response = there;
    }
  });
});

it('a stream that nested calls return ends all of them', async () => {
  const { run, settlements, calls } = watch();
  const stream = await run(async () => run(async () => run(() => source())));
  expect(settlements).toEqual([]);
  await new Response(stream).text();
  await until(() => settlements.length === 3);
  expect(calls.map(({ outcomes }) => outcomes.length)).toEqual([1, 1, 1]);
});

it('a stream that is kept and handed out again is the work of the first call only', async () => {
  const { run, settlements } = watch();
  const kept = source();
  run(() => kept);
  run(() => kept);
  expect(settlements).toHaveLength(1);
});
