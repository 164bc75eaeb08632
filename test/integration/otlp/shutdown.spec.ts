import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { until } from '../../until.js';
import { ADAPTERS, type Adapter } from '../observed-application.js';
import { OtlpReceiver } from './otlp-receiver.js';
import { SPANS_PER_REQUEST } from './spans-service.js';

const AT_ONCE = 20;

describe.each(ADAPTERS)('SIGTERM in mid-load on %s', (adapter) => {
  it('loses no span of a request that was answered', async () => {
    const receiver = await OtlpReceiver.start();
    const { child, url } = await startProcess(adapter, receiver.endpoint);
    const answered = new Set<string>();
    const over = new AbortController();
    const agent = new Agent({ keepAlive: true });
    async function client(name: number): Promise<void> {
      for (let n = 0; !over.signal.aborted; n++) {
        try {
          const path = `/users/${name}-${n}`;
          if ((await status(url + path, agent)) === 200) answered.add(path);
        } catch {
          // Refused or cut off by the shutdown: not answered.
          return;
        }
      }
    }
    const clients = Array.from({ length: AT_ONCE }, (_, name) => client(name));
    await until(() => answered.size > 5 * AT_ONCE);
    const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
    child.kill('SIGTERM');
    // Clients that never stop would keep their connections, and so the server, open for ever.
    await delay(200);
    over.abort();
    await Promise.all(clients);
    agent.destroy();
    const [code, signal] = await exited;
    await receiver.close();

    expect([code, signal]).toEqual([null, 'SIGTERM']);
    expect(answered.size).toBeGreaterThan(AT_ONCE);
    const traces = Map.groupBy(receiver.spans, (span) => span.traceId);
    const complete = new Set<string | undefined>();
    for (const spans of traces.values()) {
      if (spans.length !== SPANS_PER_REQUEST) continue;
      complete.add(spans.find((span) => span.parentSpanId === '')?.attributes.get('url.path'));
    }
    expect([...answered].filter((path) => !complete.has(path))).toEqual([]);
  });
});

async function startProcess(adapter: Adapter, endpoint: string): Promise<{ child: ChildProcess; url: string }> {
  const child = fork(fileURLToPath(new URL('./spans-process.ts', import.meta.url)), [adapter], {
    execArgv: ['--import', new URL('../../typescript-loader.mjs', import.meta.url).href],
    env: { ...process.env, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint },
  });
  const [{ url }] = (await once(child, 'message')) as [{ url: string }];
  return { child, url };
}

function status(url: string, agent: Agent): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      response
        .resume()
        .on('end', () => resolve(response.statusCode))
        .on('error', reject);
    }).on('error', reject);
  });
}
