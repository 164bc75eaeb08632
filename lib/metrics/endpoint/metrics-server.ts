import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { ReportFault } from '../../observation/index.js';
import { TelemetryError } from '../../telemetry.errors.js';

/** The time that a scrape in progress may take while the application closes. */
const CLOSE_TIMEOUT_MS = 1_000;

export interface MetricsServerOptions {
  readonly path: string;
  readonly port: number;
  readonly host: string | undefined;
}

/** An HTTP server for metrics only. It does not keep the process alive. */
export class MetricsServer {
  private constructor(
    readonly port: number,
    /** Stops after the scrapes in progress. The deadline aborts them. */
    readonly close: (deadline: AbortSignal) => Promise<void>,
  ) {}

  /** @throws TelemetryError with code PORT_UNAVAILABLE. */
  static async start(
    { path, port, host }: MetricsServerOptions,
    serve: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
    report: ReportFault,
  ): Promise<MetricsServer> {
    const server = createServer((request, response) => {
      const refusal = refusalOf(request, path);
      if (refusal === undefined) void serve(request, response);
      else response.writeHead(refusal, refusal === 405 ? { Allow: 'GET, HEAD' } : {}).end();
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error) => reject(unavailable(port, host, error)));
      server.listen(port, host, resolve);
    });
    server.on('error', (error) => report('The server for metrics has a problem', error));
    server.unref();
    const address = server.address();
    return new MetricsServer(typeof address === 'object' && address !== null ? address.port : port, (deadline) =>
      closed(server, deadline),
    );
  }
}

function closed(server: Server, deadline: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const cutOff = (): void => server.closeAllConnections();
    const impatience = setTimeout(cutOff, CLOSE_TIMEOUT_MS);
    server.close(() => {
      clearTimeout(impatience);
      deadline.removeEventListener('abort', cutOff);
      resolve();
    });
    if (deadline.aborted) cutOff();
    else deadline.addEventListener('abort', cutOff, { once: true });
  });
}

function refusalOf({ method, url = '/' }: IncomingMessage, path: string): 404 | 405 | undefined {
  const query = url.indexOf('?');
  if ((query < 0 ? url : url.slice(0, query)) !== path) return 404;
  return method === 'GET' || method === 'HEAD' ? undefined : 405;
}

function unavailable(port: number, host: string | undefined, error: NodeJS.ErrnoException): TelemetryError {
  const place = host === undefined ? `port ${port}` : `${host}, port ${port}`;
  return new TelemetryError(
    'PORT_UNAVAILABLE',
    `The metrics cannot be served at ${place}: ${error.code ?? error.message}.`,
    error.code === 'EADDRINUSE' ? 'Somebody else listens there.' : 'The operating system does not allow it.',
    'Give another metrics.endpoint.port or host, or leave the port out to serve metrics with the application.',
    { cause: error },
  );
}
