import { context as contextApi, type TextMapPropagator, type TextMapSetter } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import { withForeignSpan } from '../../context/foreign-span.js';
import { TraceFields } from '../../context/trace-fields.js';
import {
  httpClientOperation,
  httpClientResult,
  type HttpTarget,
  httpTarget,
} from '../../conventions/http-client/http-client.js';
import { pathRewriter, type RewritePath } from '../../described/path-rewriter.js';
import { RecentValues } from '../../life-cycle/recent-values.js';
import { currentTelemetry, type Observation, type Telemetry } from '../../observation/index.js';
import type { ResolvedOptions } from '../../telemetry.options.js';
import { type HostMatcher, hostMatcher } from './host-matcher.js';
import { originUrl, requestTarget } from './request-target.js';

/** What the two kinds of clients in Node have in common. */
export interface OutgoingRequest {
  readonly method: string;
  /** Scheme, host and port of the server that it is sent to, never those of its `Host` header. */
  readonly origin: string;
  /** Path and query. */
  readonly path: string;
  hasHeader(name: string): boolean;
  setHeader(name: string, value: string): void;
}

const SETTER: TextMapSetter<OutgoingRequest> = {
  set: (request, name, value) => {
    if (!request.hasHeader(name)) request.setHeader(name, value);
  },
};

/** Observes one application's outgoing requests and sends its trace context along. */
export class ClientRequests {
  private readonly targets = new RecentValues<HttpTarget>();
  private readonly observations = new WeakMap<object, Observation>();
  private readonly withoutPropagation: HostMatcher;
  private readonly traceFields: TraceFields;
  private readonly rewrite: RewritePath;

  constructor(
    private readonly telemetry: Telemetry,
    private readonly propagator: TextMapPropagator,
    options: Pick<ResolvedOptions['http'], 'noPropagationTo' | 'path'>,
  ) {
    this.rewrite = pathRewriter(options.path, telemetry.report);
    this.traceFields = new TraceFields(propagator);
    this.withoutPropagation = hostMatcher(options.noPropagationTo);
  }

  /**
   * Call in the context of the code that makes the request. `key` identifies it later. False where the request is of
   * another application, or of none: then nothing may be attached to it.
   */
  begin(key: object, request: OutgoingRequest): boolean {
    const context = contextApi.active();
    if (isTracingSuppressed(context) || currentTelemetry(undefined) !== this.telemetry) return false;
    const { origin, proxy, path } = requestTarget(request.origin, request.method, request.path);
    const target = this.target(request.method, origin);
    const isTraced = this.traceFields.areIn((field) => request.hasHeader(field));
    const parent = withForeignSpan(context, isTraced);
    const observation = this.telemetry.begin(httpClientOperation(target, rewritten(path, this.rewrite)), parent);
    this.observations.set(key, observation);
    if (!isTraced && this.mayPropagate(request.method, target, proxy)) {
      this.propagator.inject(observation.context, request, SETTER);
    }
    return true;
  }

  end(key: object, statusCode: number | undefined, error: unknown): void {
    this.observations.get(key)?.end(httpClientResult(statusCode, error));
  }

  private mayPropagate(method: string, target: HttpTarget, proxy: string | undefined): boolean {
    return !this.isExcluded(target) && (proxy === undefined || !this.isExcluded(this.target(method, proxy)));
  }

  private isExcluded({ address, port }: HttpTarget): boolean {
    return this.withoutPropagation(address, port);
  }

  private target(method: string, origin: string): HttpTarget {
    const key = `${method} ${origin}`;
    let target = this.targets.get(key);
    if (target === undefined) {
      target = httpTarget(method, originUrl(origin));
      this.targets.set(key, target);
    }
    return target;
  }
}

/** The path with its query, of which the path is rewritten. */
function rewritten(pathAndQuery: string, rewrite: RewritePath): string {
  const query = pathAndQuery.indexOf('?');
  return query < 0 ? rewrite(pathAndQuery) : rewrite(pathAndQuery.slice(0, query)) + pathAndQuery.slice(query);
}
