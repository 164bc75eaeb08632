import { channel } from 'node:diagnostics_channel';
import { EventEmitter } from 'node:events';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Test, type TestingModule } from '@nestjs/testing';
import { type Operation, TelemetryModule, Tracing } from 'nestjs-telemetry';

const MODULES = 100;

/** How many listen to each channel: what Node keeps there has no other way to be read. */
function subscribers(): readonly number[] {
  return ['http.client.request.created', 'http.client.request.error', 'undici:request:create'].map((name) => {
    const { _subscribers: found } = channel(name) as unknown as { readonly _subscribers: readonly unknown[] };
    return found.length;
  });
}

describe('test modules that nobody closes', () => {
  const modules: TestingModule[] = [];
  const warnings: Error[] = [];
  const note = (warning: Error): void => void warnings.push(warning);
  let server: Server;
  let begun: string[];
  let subscribersOfFirst: readonly number[];
  const start = async (name: string): Promise<TestingModule> => {
    const begin = (operation: Operation): undefined => void begun.push(`${name} ${operation.kind}`);
    const telemetry = TelemetryModule.forRoot({ observers: [{ name, begin }], service: { name } });
    return Test.createTestingModule({ imports: [telemetry] }).compile();
  };

  beforeAll(async () => {
    process.on('warning', note);
    begun = [];
    server = createServer((_request, response) => response.end('ok'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    modules.push(await start('module-0'));
    subscribersOfFirst = subscribers();
    for (let n = 1; n < MODULES; n++) modules.push(await start(`module-${n}`));
  }, 120_000);
  afterAll(async () => {
    for (const module of modules) await module.close();
    server.close();
    process.off('warning', note);
  }, 120_000);

  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  async function listenersOfRequest(): Promise<number> {
    return new Promise((resolve, reject) => {
      const read = (response: IncomingMessage): void => void response.resume().once('end', () => resolve(listeners));
      const request = get(url(), { agent: false }, read).once('error', reject);
      const listeners = request.eventNames().reduce((sum, event) => sum + request.listenerCount(event), 0);
    });
  }

  it('attach nothing to a request that is of none of them, and as much to one of theirs as a single one does', async () => {
    const without = await listenersOfRequest();
    const within = await modules[3]?.get(Tracing).run('work', listenersOfRequest);
    expect(without).toBeLessThan(within ?? 0);
    expect(within).toBeLessThanOrEqual(without + 2);
  });

  it('observe each request once, by the module whose work it is', async () => {
    for (const [n, ask] of [
      [7, listenersOfRequest],
      [40, () => fetch(url()).then((response) => response.text())],
    ] as const) {
      begun = [];
      await modules[n]?.get(Tracing).run('work', async () => void (await ask()));
      expect(begun.filter((call) => call.endsWith('http.client'))).toEqual([`module-${n} http.client`]);
    }
  });

  it('subscribe to the channels of Node and undici once', () => {
    expect(subscribers()).toEqual(subscribersOfFirst);
  });

  it('add no listener to the process for each of them, and cause no warning', async () => {
    const listeners = () =>
      [process, process.stdout, process.stderr].flatMap((emitter: EventEmitter) =>
        emitter.eventNames().map((event) => emitter.listenerCount(event)),
      );
    const before = listeners();
    modules.push(await start('one more'));
    expect(listeners()).toEqual(before);
    expect(warnings.map(({ message }) => message)).toEqual([]);
  });
});
