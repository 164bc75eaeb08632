import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { probesOf } from '../../../lib/assembly/probes.js';
import { receiverFindings } from '../../../lib/doctor/receivers/receiver-findings.js';
import { resolveOptions, type TelemetryOptions } from '../../../lib/telemetry.options.js';
import { OtlpGrpcReceiver } from '../../integration/otlp/otlp-grpc-receiver.js';
import { CERTIFICATE } from './certificate.js';

const open = new Set<Server | TcpServer>();
afterEach(() => {
  for (const server of open) {
    (server as Partial<Server>).closeAllConnections?.();
    server.close();
  }
  open.clear();
});

async function listening(server: Server | TcpServer): Promise<number> {
  open.add(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function answering(status: number, body = '', type = 'application/x-protobuf') {
  const requests: { url: string | undefined; headers: Readonly<Record<string, unknown>> }[] = [];
  const listener: RequestListener = ({ url, headers }, response) => {
    requests.push({ url, headers });
    response.writeHead(status, { 'content-type': type }).end(body);
  };
  return { listener, requests };
}

async function found(options: TelemetryOptions, timeLimitMs = 3_000) {
  const resolved = resolveOptions({ metrics: { otlp: false }, logging: { otlp: false }, ...options }, {});
  return receiverFindings(await probesOf(resolved, true), timeLimitMs);
}

function traces(endpoint: string, more: object = {}): TelemetryOptions {
  return { tracing: { exporter: { type: 'otlp', endpoint, ...more } } };
}

describe('receivers that are tried', () => {
  it('are reached with a request for each signal, and the headers of the options', async () => {
    const { listener, requests } = answering(200);
    const endpoint = `http://127.0.0.1:${await listening(createServer(listener))}`;
    const otlp = { endpoint, headers: { 'api-key': 'k3y' } };
    const findings = await found({
      tracing: { exporter: 'otlp', ...otlp },
      metrics: { otlp },
      logging: { otlp: { endpoint, apiKey: 'k3y' } },
    });
    expect(findings.map(({ level, about }) => [level, about])).toEqual([
      ['ok', 'traces'],
      ['ok', 'metrics'],
      ['ok', 'logs'],
    ]);
    expect(requests.map(({ url }) => url).toSorted()).toEqual(['/v1/logs', '/v1/metrics', '/v1/traces']);
    expect(JSON.stringify(requests).match(/k3y/g)).toHaveLength(3);
    expect(JSON.stringify(findings)).not.toContain('k3y');
  });

  it('are reached by gRPC', async () => {
    const receiver = await OtlpGrpcReceiver.start();
    const [finding] = await found(traces(receiver.endpoint, { protocol: 'grpc' }));
    receiver.close();
    expect(finding?.level).toBe('ok');
  });

  it('are reached as Zipkin, as Jaeger and as a Pushgateway', async () => {
    const { listener, requests } = answering(202);
    const port = await listening(createServer(listener));
    const url = `http://127.0.0.1:${port}`;
    const findings = await found({
      tracing: {
        exporter: [
          { type: 'zipkin', endpoint: `${url}/api/v2/spans` },
          { type: 'jaeger', collectorHost: '127.0.0.1', collectorPort: port },
        ],
      },
      metrics: { otlp: false, pushgateway: { url: `${url}/gateway/` } },
    });
    expect(findings.map(({ level }) => level)).toEqual(['ok', 'ok', 'ok']);
    expect(requests.map((request) => request.url).toSorted()).toEqual([
      '/api/v2/spans',
      '/gateway/-/healthy',
      '/v1/traces',
    ]);
  });

  it('are there even if they want no request without items', async () => {
    const endpoint = `http://127.0.0.1:${await listening(createServer(answering(400).listener))}`;
    expect(await found(traces(endpoint))).toEqual([expect.objectContaining({ level: 'ok' })]);
  });

  it.each<[number, string, string, RegExp]>([
    [401, 'error', 'demands credentials', /OTEL_EXPORTER_OTLP_HEADERS/],
    [403, 'error', 'refuses the credentials', /OTEL_EXPORTER_OTLP_HEADERS/],
    [404, 'error', 'does not know the path', /base URL/],
    [405, 'error', 'takes no POST requests', /4318/],
    [415, 'error', 'does not take this encoding', /http\/json/],
    [500, 'error', 'answers with status 500', /log of the receiver/],
    [503, 'warning', 'answers with status 503', /log of the receiver/],
  ])('that answer %i are a finding with a fix', async (status, level, what, fix) => {
    const port = await listening(createServer(answering(status).listener));
    const [finding] = await found(traces(`http://user:s3cret@127.0.0.1:${port}/otlp?key=s3cret`));
    expect(finding).toEqual({
      level,
      about: 'traces',
      what: `The receiver otlp at http://127.0.0.1:${port}/otlp/v1/traces ${what}.`,
      why: expect.any(String),
      fix: expect.stringMatching(fix),
    });
  });

  it('that show a web page are no receivers', async () => {
    const port = await listening(createServer(answering(200, '<html>', 'text/html').listener));
    const [finding] = await found(traces(`http://127.0.0.1:${port}`));
    expect(finding).toMatchObject({ level: 'error', what: expect.stringContaining('does not answer as a receiver') });
  });

  it('that listen nowhere refuse', async () => {
    const server = createTcpServer();
    const port = await listening(server);
    await new Promise((closed) => server.close(closed));
    const refused = { level: 'error', what: expect.stringContaining('refuses connections') };
    expect(await found(traces(`http://localhost:${port}`))).toEqual([expect.objectContaining(refused)]);
    expect(await found(traces(`http://localhost:${port}`, { protocol: 'grpc' }))).toEqual([
      expect.objectContaining(refused),
    ]);
  });

  it('without a name in the DNS are named so', async () => {
    const [finding] = await found(traces('http://collector.invalid:4318'));
    expect(finding).toMatchObject({ level: 'error', what: expect.stringContaining('cannot be resolved') });
  });

  it('with an untrusted certificate are named so', async () => {
    const server = createHttpsServer(CERTIFICATE, answering(200).listener);
    const [finding] = await found(traces(`https://127.0.0.1:${await listening(server)}`));
    expect(finding).toMatchObject({ level: 'error', fix: expect.stringContaining('OTEL_EXPORTER_OTLP_CERTIFICATE') });
  });

  it('without TLS do not speak it', async () => {
    const port = await listening(createServer(answering(200).listener));
    const [finding] = await found(traces(`https://127.0.0.1:${port}`));
    expect(finding).toMatchObject({ level: 'error', fix: expect.stringContaining('http://') });
  });

  it('of the other protocol of OTLP are a wrong protocol', async () => {
    const http2 = createHttp2Server();
    const overHttp = await found(traces(`http://127.0.0.1:${await listening(http2 as unknown as TcpServer)}`));
    const http1 = await listening(createServer(answering(200).listener));
    const overGrpc = await found(traces(`http://127.0.0.1:${http1}`, { protocol: 'grpc' }));
    for (const [finding] of [overHttp, overGrpc]) {
      expect(finding).toMatchObject({ level: 'error', fix: expect.stringContaining('4317') });
    }
  });

  it('that are silent are given up', async () => {
    const port = await listening(createTcpServer());
    const [finding] = await found(traces(`http://127.0.0.1:${port}`), 200);
    expect(finding).toMatchObject({ level: 'error', what: expect.stringContaining('does not answer') });
  });

  it('of the application itself, and those that nothing is sent to, are left alone', async () => {
    const exporter = { export: () => undefined, shutdown: async () => undefined };
    expect(await found({ tracing: { exporter } })).toEqual([]);
    expect(await found({ tracing: { exporter: ['console', 'none'] } })).toEqual([]);
  });
});
