import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TelemetryOptions } from 'nestjs-telemetry';
import { SilentReceiver } from '../exporters/silent-receiver.js';
import { LogReceiver } from '../logging/log-receiver.js';
import { OtlpReceiver } from '../otlp/otlp-receiver.js';
import { RunningProcess } from './running-process.js';

const BUDGET_MS = 1_500;
/** A process that is still there then hangs: what keeps one alive does so for ten seconds or for ever. */
const HANGS_MS = BUDGET_MS + 6_000;
const SPANS_PER_REQUEST = 2;
const LOST = /^Telemetry was lost: /;

let silent: SilentReceiver;
let impatient: Server;
let running: RunningProcess | undefined;

beforeAll(async () => {
  silent = await SilentReceiver.start();
  impatient = createServer((request, response) => {
    request.resume();
    response.writeHead(503, { 'retry-after': '30' }).end();
  });
  await new Promise<void>((resolve) => impatient.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await silent.close();
  impatient.closeAllConnections();
  await new Promise((resolve) => impatient.close(resolve));
});
afterEach(() => {
  running?.kill();
  running = undefined;
});

const RECEIVERS: Record<string, () => string> = {
  'refuses connections': () => 'http://127.0.0.1:1',
  'accepts and stays silent': () => silent.endpoint,
  'never finishes the TLS handshake': () => silent.endpoint.replace('http:', 'https:'),
  'has no name': () => 'http://no-such-host.invalid:4318',
  'asks to come back later': () => `http://127.0.0.1:${(impatient.address() as AddressInfo).port}`,
};

function allSignals(endpoint: string): TelemetryOptions {
  return {
    shutdownTimeoutMs: BUDGET_MS,
    tracing: { exporter: 'otlp', endpoint },
    metrics: { otlp: { endpoint } },
    logging: { format: 'json', otlp: { endpoint } },
  };
}

/** Asks until the service closes; how many requests it answered. */
async function load(url: string): Promise<number> {
  for (let answered = 0; ; answered++) {
    try {
      await (await fetch(`${url}/work`)).text();
    } catch {
      return answered;
    }
  }
}

function lostOf(process: RunningProcess, what: string): number {
  const { fields } = process.lines.at(-1) as unknown as {
    readonly fields: { readonly lost: readonly { readonly what: string; readonly count: number }[] };
  };
  return fields.lost.find((loss) => loss.what === what)?.count ?? 0;
}

describe.each(Object.entries(RECEIVERS))('with a receiver that %s', (_how, endpoint) => {
  it('a service ends by the signal within its time, and its last line says what was lost', async () => {
    running = RunningProcess.service(allSignals(endpoint()));
    const loaded = load(await running.message());
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await running.end(HANGS_MS, 'SIGTERM')).toBe('SIGTERM');
    const answered = await loaded;

    expect(answered).toBeGreaterThan(0);
    expect(running.lines.at(-1)?.message).toMatch(LOST);
    expect(running.lines.filter(({ message }) => LOST.test(message))).toHaveLength(1);
    expect(lostOf(running, 'span')).toBe(answered * SPANS_PER_REQUEST);
    expect(lostOf(running, 'log line')).toBe(running.lines.length - 1);
    expect(lostOf(running, 'metrics push')).toBeGreaterThan(0);
    expect(running.stderr).not.toContain('nestjs-telemetry');
  });

  it('a job ends by itself, and its last line says what was lost', async () => {
    running = RunningProcess.job(allSignals(endpoint()));
    expect(await running.message()).toBe('closed');
    expect(await running.end(HANGS_MS)).toBe(0);
    expect(running.lines.at(-1)?.message).toMatch(LOST);
    expect(lostOf(running, 'span')).toBe(10);
  });
});

it.each<[string, () => TelemetryOptions]>([
  ['gRPC', () => ({ tracing: { exporter: { type: 'otlp', protocol: 'grpc', endpoint: silent.endpoint } } })],
  [
    'gRPC over TLS',
    () => ({
      tracing: { exporter: { type: 'otlp', protocol: 'grpc', endpoint: silent.endpoint.replace('http:', 'https:') } },
    }),
  ],
  [
    'Zipkin over TLS',
    () => ({ tracing: { exporter: { type: 'zipkin', endpoint: silent.endpoint.replace('http:', 'https:') } } }),
  ],
  ['a Pushgateway', () => ({ metrics: { pushgateway: { url: silent.endpoint } } })],
  [
    'a sampling endpoint',
    () => ({
      tracing: { sampler: { type: 'remote', endpoint: silent.endpoint.replace('http:', 'https:') }, exporter: 'none' },
    }),
  ],
])('a job ends by itself although %s never answers', async (_what, options) => {
  running = RunningProcess.job({ shutdownTimeoutMs: BUDGET_MS, logging: { format: 'json' }, ...options() });
  expect(await running.message()).toBe('closed');
  expect(await running.end(HANGS_MS)).toBe(0);
});

it('nothing is lost when the receiver answers, and nothing is said', async () => {
  const spans = await OtlpReceiver.start();
  const records = await LogReceiver.start();
  try {
    const { tracing, logging } = allSignals('http://127.0.0.1:1');
    running = RunningProcess.service({
      tracing: { ...tracing, endpoint: spans.endpoint },
      logging: { ...logging, otlp: { endpoint: records.endpoint } },
    });
    const loaded = load(await running.message());
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await running.end(HANGS_MS, 'SIGTERM')).toBe('SIGTERM');
    const answered = await loaded;
    expect(spans.spans).toHaveLength(answered * SPANS_PER_REQUEST);
    expect(records.batches.flat()).toHaveLength(running.lines.length);
    expect(running.lines.filter(({ level }) => level === 'warn' || level === 'error')).toEqual([]);
  } finally {
    await spans.close();
    await records.close();
  }
});

it('a receiver that asks for patience once gets everything while the application closes', async () => {
  const spans = await OtlpReceiver.start();
  let asked = 0;
  const busy = createServer((request, response) => {
    if (++asked === 1) {
      request.resume();
      return void response.writeHead(503).end();
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      void fetch(`${spans.endpoint}/v1/traces`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-protobuf' },
        body: Buffer.concat(chunks),
      }).then(() => response.writeHead(200).end());
    });
  });
  await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve));
  try {
    const endpoint = `http://127.0.0.1:${(busy.address() as AddressInfo).port}`;
    running = RunningProcess.job({ tracing: { exporter: 'otlp', endpoint }, logging: { format: 'json' } });
    expect(await running.end(HANGS_MS)).toBe(0);
    expect(spans.spans).toHaveLength(10);
    expect(running.lines.filter(({ message }) => LOST.test(message))).toEqual([]);
  } finally {
    busy.closeAllConnections();
    busy.close();
    await spans.close();
  }
});
