import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedZipkinSpan {
  readonly traceId: string;
  readonly id: string;
  readonly parentId?: string;
  readonly name?: string;
  readonly kind?: string;
  readonly timestamp?: number;
  readonly duration?: number;
  readonly localEndpoint?: Record<string, unknown>;
  readonly remoteEndpoint?: Record<string, unknown>;
  readonly tags?: Record<string, string>;
  readonly annotations?: readonly { readonly timestamp: number; readonly value: string }[];
}

/** A Zipkin collector's `POST /api/v2/spans`: refuses, with 400, what the published v2 definition does not allow. */
export class ZipkinReceiver {
  readonly spans: ReceivedZipkinSpan[] = [];
  readonly problems: string[] = [];
  readonly headers: IncomingMessage['headers'][] = [];
  private readonly server: Server;

  private constructor(status: number) {
    this.server = createServer(async (request, response) => {
      const body = Buffer.concat(await request.toArray()).toString();
      const list = JSON.parse(body) as Record<string, unknown>[];
      const problems = [
        ...(request.method === 'POST' ? [] : [`method ${request.method}`]),
        ...(request.url === '/api/v2/spans' ? [] : [`path ${request.url}`]),
        ...(request.headers['content-type'] === 'application/json' ? [] : ['content-type']),
        ...list.flatMap(problemsOf),
      ];
      this.headers.push(request.headers);
      this.problems.push(...problems);
      this.spans.push(...(list as unknown as ReceivedZipkinSpan[]));
      response.writeHead(problems.length === 0 ? status : 400).end();
    });
  }

  static async start(status = 202): Promise<ZipkinReceiver> {
    const receiver = new ZipkinReceiver(status);
    await new Promise<void>((resolve) => receiver.server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/api/v2/spans`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isHex =
  (...lengths: readonly number[]): Check =>
  (value) =>
    typeof value === 'string' && /^[0-9a-f]+$/.test(value) && lengths.includes(value.length);
const isMicroseconds: Check = (value) => Number.isSafeInteger(value) && (value as number) > 0;
const isPort: Check = (value) => Number.isInteger(value) && (value as number) > 0 && (value as number) < 65_536;
const isKind: Check = (value) => ['CLIENT', 'SERVER', 'PRODUCER', 'CONSUMER'].includes(value as string);
const isTags: Check = (value) => isObject(value) && Object.values(value as object).every(isText);
const isEndpoint: Check = (value) =>
  fits(value, {
    serviceName: isText,
    ipv4: (ip) => /^(\d{1,3}\.){3}\d{1,3}$/.test(ip as string),
    ipv6: isText,
    port: isPort,
  });
const isAnnotations: Check = (value) =>
  Array.isArray(value) && value.every((item) => fits(item, { timestamp: isMicroseconds, value: isText }));

const SPAN: Readonly<Record<string, Check>> = {
  traceId: isHex(16, 32),
  id: isHex(16),
  parentId: isHex(16),
  name: isText,
  kind: isKind,
  timestamp: isMicroseconds,
  duration: isMicroseconds,
  debug: (value) => typeof value === 'boolean',
  shared: (value) => typeof value === 'boolean',
  localEndpoint: isEndpoint,
  remoteEndpoint: isEndpoint,
  tags: isTags,
  annotations: isAnnotations,
};

function problemsOf(span: Record<string, unknown>): string[] {
  const missing = ['id', 'traceId'].filter((key) => !(key in span)).map((key) => `${key} is missing`);
  const wrong = Object.entries(span)
    .filter(([key, value]) => SPAN[key]?.(value) !== true)
    .map(([key, value]) => `${key} is ${JSON.stringify(value)}`);
  return [...missing, ...wrong];
}

function fits(value: unknown, checks: Readonly<Record<string, Check>>): boolean {
  return isObject(value) && Object.entries(value as object).every(([key, item]) => checks[key]?.(item) === true);
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
