import { answer } from '../processes/answer.js';
import { Connection } from './connection.js';

export interface LoadOrder {
  readonly port: number;
  readonly connections: number;
  /** No request begins after this time; those that have begun are awaited and counted. */
  readonly durationMs: number;
}

export interface LoadResult {
  readonly requests: number;
  /** Until the last response. */
  readonly tookMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface LoadQuestions {
  load(order: LoadOrder): Promise<LoadResult>;
  /** A known number of requests, one after another. */
  requests(order: { readonly port: number; readonly count: number }): Promise<null>;
}

answer<LoadQuestions>({ load, requests });
process.send?.({ ready: 0 });

async function load({ port, connections: count, durationMs }: LoadOrder): Promise<LoadResult> {
  const requests = prepared(port);
  const connections = await Promise.all(Array.from({ length: count }, () => Connection.open(port)));
  const latencies: number[] = [];
  const rest = stayAwake();
  const from = performance.now();
  const until = from + durationMs;
  await Promise.all(connections.map((connection, at) => keepBusy(connection, requests, at, until, latencies)));
  const tookMs = performance.now() - from;
  rest();
  for (const connection of connections) connection.close();
  latencies.sort((a, b) => a - b);
  const quantile = (share: number) => latencies[Math.floor(share * (latencies.length - 1))] ?? 0;
  return { requests: latencies.length, tookMs, p50Ms: quantile(0.5), p99Ms: quantile(0.99) };
}

/**
 * Polls without ever sleeping. The kernel's work to wake a sleeping client counts as the server's CPU time, and only a
 * slow server's client has time to sleep: 20 µs a response that are nothing of telemetry's.
 */
function stayAwake(): () => void {
  let next = setImmediate(poll);
  function poll(): void {
    next = setImmediate(poll);
  }
  return () => clearImmediate(next);
}

function keepBusy(
  connection: Connection,
  requests: readonly Buffer[],
  offset: number,
  until: number,
  latencies: number[],
): Promise<void> {
  return new Promise((resolve, reject) => {
    let at = offset;
    let sentAt = 0;
    const send = () => {
      sentAt = performance.now();
      if (sentAt >= until) {
        resolve();
        return;
      }
      connection.request(requests[at++ % requests.length] as Buffer, complete, reject);
    };
    const complete = () => {
      latencies.push(performance.now() - sentAt);
      send();
    };
    send();
  });
}

async function requests({ port, count }: { readonly port: number; readonly count: number }): Promise<null> {
  const connection = await Connection.open(port);
  const all = prepared(port);
  for (let at = 0; at < count; at++) {
    await new Promise<void>((resolve, reject) => {
      connection.request(all[at % all.length] as Buffer, resolve, reject);
    });
  }
  connection.close();
  return null;
}

function prepared(port: number): readonly Buffer[] {
  return Array.from({ length: 100 }, (_, id) =>
    Buffer.from(
      `GET /users/${id} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUser-Agent: nestjs-telemetry-bench\r\nAccept: */*\r\n\r\n`,
    ),
  );
}
