import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { Controller, Get, Query } from '@nestjs/common';
import { ADAPTERS, type ObservedApplication, startObserved } from '../observed-application.js';
import { type Forwarded, PARENT_ID, type RawHeaders, TRACE_ID, W3C_CASES } from './w3c-cases.js';

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

@Controller()
class RelayController {
  @Get('relay')
  async relay(@Query('to') to: string, @Query('count') count: string): Promise<string> {
    for (let sent = 0; sent < Number(count); sent++) await (await fetch(to)).text();
    return 'done';
  }
}

/** Sends headers as they are: clients would change their names and join their values. */
function sendRaw(port: number, path: string, headers: RawHeaders): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
    socket.on('close', () => resolve(answer)).on('error', reject);
    const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n${lines.join('')}\r\n`);
  });
}

describe.each(ADAPTERS)('The W3C harness for Trace Context, level 2, on %s', (adapter) => {
  let downstream: Server;
  let received: Forwarded[];
  let observed: ObservedApplication;

  beforeAll(async () => {
    downstream = createServer((incoming, response) => {
      const { traceparent, tracestate } = incoming.headers;
      const [, traceId = '', parentId = '', flags = ''] = TRACEPARENT.exec(String(traceparent)) ?? [];
      const state = typeof tracestate === 'string' ? tracestate.split(',') : [];
      received.push({ traceId, parentId, flags: Number.parseInt(flags, 16), state });
      response.end('downstream');
    });
    await new Promise<void>((resolve) => downstream.listen(0, '127.0.0.1', resolve));
    observed = await startObserved(adapter, { controllers: [RelayController] }, { http: { outgoing: true } });
  });
  beforeEach(() => (received = []));
  afterAll(async () => {
    await observed.close();
    downstream.closeAllConnections();
    downstream.close();
  });

  async function forwarded(headers: RawHeaders, count = 1): Promise<readonly Forwarded[]> {
    received = [];
    const to = encodeURIComponent(`http://127.0.0.1:${(downstream.address() as AddressInfo).port}/`);
    expect(await sendRaw(observed.port, `/relay?count=${count}&to=${to}`, headers)).toMatch(/^HTTP\/1\.1 200 /);
    expect(received).toHaveLength(count);
    for (const { traceId, parentId } of received) {
      expect(traceId).toMatch(/^(?!0{32})[0-9a-f]{32}$/);
      expect(parentId).toMatch(/^(?!0{16})[0-9a-f]{16}$/);
      expect(parentId).not.toBe(PARENT_ID);
    }
    return received;
  }

  it.each(Object.keys(W3C_CASES))('%s', async (name) => {
    for (const [headers, { joins = false, state, random }] of W3C_CASES[name] ?? []) {
      const [sent] = await forwarded(headers);
      const given = headers.find(([header]) => header === 'traceparent')?.[1] ?? '';
      const seen = {
        joins: sent?.traceId === TRACE_ID,
        state: state === undefined ? undefined : sent?.state,
        random: random === undefined ? undefined : ((sent?.flags ?? 0) & 0b10) !== 0,
      };
      expect([headers, seen]).toEqual([headers, { joins, state, random }]);
      // A new trace takes over no part of a wrong header either.
      expect(joins || !given.includes(String(sent?.traceId))).toBe(true);
    }
  });

  it.each([
    ['multiple_requests_with_valid_traceparent', [['traceparent', `00-${TRACE_ID}-${PARENT_ID}-01`]], true],
    ['multiple_requests_without_traceparent', [], false],
    ['multiple_requests_with_illegal_traceparent', [['traceparent', `00-${'0'.repeat(32)}-${PARENT_ID}-01`]], false],
  ] as const)('%s', async (_, headers, joins) => {
    const sent = await forwarded(headers, 3);
    expect(new Set(sent.map(({ parentId }) => parentId)).size).toBe(3);
    expect([...new Set(sent.map(({ traceId }) => traceId === TRACE_ID))]).toEqual([joins]);
    expect(new Set(sent.map(({ traceId }) => traceId)).size).toBe(1);
  });
});
