import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { HttpServer } from '@nestjs/common';
import type { ModuleRef } from '@nestjs/core';
import { takePlace } from '../../http-adapter/adapter-place.js';
import { reserveRoute } from '../../http-adapter/reserved-route.js';
import type { Participant } from '../../life-cycle/participant.js';
import type { ReportFault } from '../../observation/index.js';
import type { ResolvedMetrics } from '../../options/metrics.options.js';
import { raw } from '../../http-adapter/raw.js';
import { type Admission, requestGuard } from '../../http-adapter/request-guard.js';
import { OwnResources } from '../runtime/own-resources.js';
import { EXPOSITION_FORMATS } from './exposition-format.js';
import { MetricsServer } from './metrics-server.js';
import { acceptsGzip, negotiateFormat } from './negotiation.js';
import { ScrapedMetrics, type ScrapedRegistry } from './scraped-metrics.js';
import { SharedScrapes } from './shared-scrapes.js';
import { writeExposition } from './write-exposition.js';

const compress = promisify(gzip);

const ROUTE = {
  methods: ['get', 'head'],
  serves: 'its metrics',
  fix: "Set metrics.endpoint to another path or give it a port, set it to false where the application's route replaces it, or rename that route.",
} as const;

/**
 * Serves metrics to scrapers: on a route of the application's server, or on a separate port. The route belongs to the
 * adapter and not to a controller, so that the global prefix and the guards for users do not affect it.
 */
export class MetricsEndpoint implements Participant {
  private readonly metrics: ScrapedMetrics;
  private readonly scrapes = new SharedScrapes();
  private admit: Admission = async () => 403;
  private server: MetricsServer | undefined;
  private leave: () => void = () => undefined;

  constructor(
    private readonly options: ResolvedMetrics['endpoint'],
    registries: readonly ScrapedRegistry[],
    private readonly modules: ModuleRef,
    private readonly report: ReportFault,
    private readonly own = new OwnResources(),
  ) {
    this.metrics = new ScrapedMetrics(registries, report, undefined, own);
  }

  /** The separate port, if any. */
  get port(): number | undefined {
    return this.server?.port;
  }

  attach(adapter: HttpServer): void {
    if (this.options === false || this.options.port !== undefined) return;
    const { path } = this.options;
    const place = takePlace<MetricsEndpoint>(adapter, `metrics endpoint ${path}`, this, (current) => {
      const handler = (request: unknown, response: unknown) => {
        const endpoint = current();
        return endpoint === undefined ? answer(response, 404) : endpoint.serve(request, response);
      };
      const isHeld = () => current() !== undefined;
      reserveRoute(adapter, { path, ...ROUTE, isHeld }, () => adapter.get(path, handler));
    });
    this.leave = place.leave;
  }

  async prepare(): Promise<void> {
    if (this.options === false) return;
    const { serve } = MetricsEndpoint.prototype;
    const { guard } = this.options;
    this.admit =
      guard === undefined
        ? async () => 200
        : await requestGuard('metrics.endpoint.guard', guard, this.modules, {
            owner: MetricsEndpoint,
            handler: serve,
          });
  }

  async start(): Promise<void> {
    if (this.options === false || this.options.port === undefined) return;
    const { path, port, host } = this.options;
    const serve = (request: IncomingMessage, response: ServerResponse) => this.serve(request, response);
    this.server = await MetricsServer.start({ path, port, host }, serve, this.report);
  }

  /** Stops after the scrapes in progress. The deadline aborts them. */
  async end(deadline: AbortSignal): Promise<void> {
    this.leave();
    await this.server?.close(deadline);
  }

  /** Answers one scrape. The objects are the adapter's: Fastify wraps Node's objects. */
  async serve(request: unknown, response: unknown): Promise<void> {
    const release = this.own.holdConnection(raw<IncomingMessage>(request).socket);
    try {
      if (!(await this.mayScrape(request, response))) return answer(response, 403);
      const { headers, method } = raw<IncomingMessage>(request);
      const format = EXPOSITION_FORMATS[negotiateFormat(headers)];
      const zipped = this.options !== false && this.options.gzip && acceptsGzip(headers);
      const described = {
        'Content-Type': format.contentType,
        Vary: 'Accept, Accept-Encoding',
        ...(zipped ? { 'Content-Encoding': 'gzip' } : {}),
      };
      if (method === 'HEAD') return answer(response, 200, described);
      const body = await this.scrapes.text(`${format.contentType} ${zipped}`, async () => {
        const plain = await writeExposition(this.metrics.read(), format);
        return zipped ? compress(plain) : plain;
      });
      if (body === undefined) return answer(response, 503, { 'Retry-After': '5' });
      answer(response, 200, described, body);
    } catch (error) {
      this.report('The metrics could not be served', error);
      answer(response, 500);
    } finally {
      release();
    }
  }

  private async mayScrape(request: unknown, response: unknown): Promise<boolean> {
    try {
      return (await this.admit(request, response)) === 200;
    } catch (error) {
      this.report('The guard of the metrics failed', error);
      return false;
    }
  }
}

/** Answers a HEAD request or a refusal, without a body. */
function answer(to: unknown, status: number, headers: Record<string, string> = {}, body?: Buffer): void {
  const response = raw<ServerResponse>(to);
  if (response.headersSent) return;
  // Otherwise Fastify would answer too.
  (to as { hijack?(): unknown }).hijack?.();
  response
    .writeHead(status, body === undefined ? headers : { ...headers, 'Content-Length': String(body.length) })
    .end(body);
}
