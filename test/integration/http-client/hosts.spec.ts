import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { Controller, Get, Query } from '@nestjs/common';
import { SpanKind } from '@opentelemetry/api';
import type { HttpOptions } from 'nestjs-telemetry';
import { ADAPTERS, type ObservedApplication, startObserved } from '../observed-application.js';

/** Asks the server on `port` with a Host header, or with a whole URL in place of a path, as a forwarding proxy does. */
function ask(port: number, path: string, headers: Record<string, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, headers }, (response) => response.resume().on('end', () => resolve()))
      .on('error', reject)
      .end();
  });
}

@Controller()
class ForwardController {
  @Get('forward')
  async forward(
    @Query('port') port: string,
    @Query('path') path: string,
    @Query('host') host: string,
  ): Promise<string> {
    await ask(Number(port), path, host === undefined ? {} : { host });
    return 'done';
  }
}

describe.each(ADAPTERS)('hosts on %s', (adapter) => {
  let observed: ObservedApplication;
  let downstream: Server;
  let received: IncomingHttpHeaders[];

  async function start(http: HttpOptions = {}): Promise<number> {
    received = [];
    downstream = createServer((incoming, response) => {
      received.push(incoming.headers);
      response.end('ok');
    });
    await new Promise<void>((resolve) => downstream.listen(0, '127.0.0.1', resolve));
    const options = { http: { outgoing: true, ...http } };
    observed = await startObserved(adapter, { controllers: [ForwardController] }, options);
    return (downstream.address() as AddressInfo).port;
  }

  async function forward(port: number, path: string, host?: string) {
    const query = new URLSearchParams({ port: String(port), path, ...(host === undefined ? {} : { host }) });
    await raw(observed.port, `GET /forward?${query} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    const spans = await observed.spans();
    return spans.findLast((span) => span.kind === SpanKind.CLIENT);
  }

  afterEach(async () => {
    await observed?.close();
    downstream?.closeAllConnections();
    await new Promise((resolve) => downstream?.close(resolve));
  });

  it('the server is the one that is connected to, whatever the Host header says', async () => {
    const port = await start();
    const strange = ['evil.test', 'evil.test:1', 'not a host', '<b>', ''];
    for (const host of strange) {
      const span = await forward(port, '/x', host);
      expect(span?.attributes).toMatchObject({
        'server.address': '127.0.0.1',
        'server.port': port,
        'url.full': `http://127.0.0.1:${port}/x`,
      });
    }
    const series = (await observed.seriesNames()).filter((name) =>
      name.startsWith('http_client_request_duration_seconds_count'),
    );
    expect(series).toEqual([
      'http_client_request_duration_seconds_count{method="GET",server="127.0.0.1",status_code="200"}',
    ]);
  });

  it.each<[string, string[], string | undefined, string, boolean]>([
    ['a Host header does not exclude', ['evil.test'], 'evil.test', '/x', true],
    ['nor does it include', ['127.0.0.1'], 'other.test', '/x', false],
    ['the server that a proxy is asked for is excluded', ['api.test'], undefined, 'http://API.test/x', false],
    ['and the proxy itself', ['127.0.0.1'], undefined, 'http://api.test/x', false],
    ['another server is not', ['*.other.test'], undefined, 'http://api.test/x', true],
    ['a port of its own', ['127.0.0.1:1'], undefined, '/x', true],
  ])('%s', async (_what, noPropagationTo, host, path, isTold) => {
    const port = await start({ noPropagationTo });
    await forward(port, path, host);
    expect('traceparent' in (received[0] ?? {})).toBe(isTold);
  });

  it('a request through a proxy has the URL that was asked for', async () => {
    const port = await start();
    const span = await forward(port, 'http://api.test:8080/x?token=1');
    expect(span?.attributes).toMatchObject({
      'server.address': 'api.test',
      'url.full': 'http://api.test:8080/x?token=REDACTED',
    });
  });

  it('a Host header that names no host is left out, and the request is seen', async () => {
    await start();
    for (const host of ['a b', '<script>', '"x"', `${'a'.repeat(300)}`]) {
      await raw(observed.port, `GET /forward HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    }
    const spans = await observed.serverSpans(4);
    expect(spans.map((span) => span.attributes['server.address'])).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

/** Bytes over a socket: no client of this process takes part. */
function raw(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (chunk) => (answer += String(chunk)));
    socket.on('close', () => resolve(answer)).on('error', () => resolve(answer));
  });
}
