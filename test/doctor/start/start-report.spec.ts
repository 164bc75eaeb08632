import { jest } from '@jest/globals';
import cluster from 'node:cluster';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpServer } from '@nestjs/common';
import { StartReport, type StartReportOptions } from '../../../lib/doctor/start/start-report.js';

function reporting(options: Partial<StartReportOptions> = {}) {
  const said: unknown[] = [];
  const reports: string[] = [];
  const report = new StartReport({
    servesOwnMetrics: false,
    write: (state) => said.push(state),
    report: (what) => reports.push(what),
    ...options,
  });
  return { report, said, reports };
}

function adapterOf(server: Server): HttpServer {
  return { getHttpServer: () => server } as unknown as HttpServer;
}

describe('the report at the start', () => {
  let server: Server;
  beforeEach(() => (server = createServer()));
  afterEach(() => {
    server.close();
    jest.useRealTimers();
    (cluster as { isWorker: boolean }).isWorker = false;
  });

  it('waits until the server listens, and knows its port', async () => {
    const { report, said } = reporting();
    report.attach(adapterOf(server));
    await report.start();
    expect(said).toEqual([]);
    server.listen(0);
    await once(server, 'listening');
    expect(said).toEqual([{ port: (server.address() as AddressInfo).port }]);
  });

  it('comes at once without a server', async () => {
    const { report, said } = reporting();
    await report.start();
    expect(said).toEqual([undefined]);
  });

  it('comes after a moment where nothing ever listens, and once', async () => {
    jest.useFakeTimers();
    const { report, said } = reporting();
    report.attach(adapterOf(server));
    await report.start();
    jest.advanceTimersByTime(1_000);
    server.emit('listening');
    expect(said).toEqual([{}]);
  });

  it('does not come after the end', async () => {
    jest.useFakeTimers();
    const { report, said } = reporting();
    report.attach(adapterOf(server));
    await report.start();
    report.end();
    jest.advanceTimersByTime(5_000);
    server.emit('listening');
    expect([said, server.listenerCount('listening')]).toEqual([[], 1]);
  });

  it('does not throw into the start', async () => {
    const { report, reports } = reporting({
      write: () => {
        throw new Error('no');
      },
    });
    await report.start();
    expect(reports).toEqual(['What is observed could not be written']);
  });

  it.each([
    ['a worker that serves its own metrics', true, true, 1],
    ['a worker that serves none, or those of all', true, false, 0],
    ['a process alone', false, true, 0],
  ])('warns %s', async (_who, isWorker, servesOwnMetrics, count) => {
    (cluster as { isWorker: boolean }).isWorker = isWorker;
    const { report, reports } = reporting({ servesOwnMetrics, write: undefined });
    await report.start();
    expect(reports.filter((text) => text.includes('metrics.cluster'))).toHaveLength(count);
  });
});
