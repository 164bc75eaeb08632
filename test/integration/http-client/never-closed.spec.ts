import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Test, type TestingModule } from '@nestjs/testing';
import { TelemetryModule, Tracing } from 'nestjs-telemetry';

const MODULES = 30;

describe('test modules that nobody closes', () => {
  const modules: TestingModule[] = [];
  let server: Server;
  beforeAll(async () => {
    server = createServer((_request, response) => response.end('ok'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    for (let n = 0; n < MODULES; n++) {
      const telemetry = TelemetryModule.forRoot({ metrics: { processMetrics: false } });
      modules.push(await Test.createTestingModule({ imports: [telemetry] }).compile());
    }
  }, 60_000);
  afterAll(async () => {
    for (const module of modules) await module.close();
    server.close();
  }, 60_000);

  async function listenersOfRequest(): Promise<number> {
    return new Promise((resolve, reject) => {
      const read = (response: IncomingMessage): void => void response.resume().once('end', () => resolve(listeners));
      const { port } = server.address() as AddressInfo;
      const request = get({ host: '127.0.0.1', port, agent: false }, read).once('error', reject);
      const listeners = request.listenerCount('close');
    });
  }

  it('attach nothing to a request that is of none of them, and one listener to their own', async () => {
    const warnings: Error[] = [];
    const note = (warning: Error): void => void warnings.push(warning);
    process.on('warning', note);
    try {
      const without = await listenersOfRequest();
      const within = await modules[3]?.get(Tracing).run('work', listenersOfRequest);
      await new Promise((resolve) => setImmediate(resolve));
      expect(within).toBe(without + 1);
      expect(warnings.filter(({ name }) => name === 'MaxListenersExceededWarning')).toEqual([]);
    } finally {
      process.off('warning', note);
    }
  });
});
