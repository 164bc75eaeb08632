import {
  type Context,
  context as contextApi,
  ROOT_CONTEXT,
  trace,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
} from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import { withForeignSpan } from '../../context/foreign-span.js';
import { TraceFields } from '../../context/trace-fields.js';
import {
  httpClientOperation,
  httpClientResult,
  type HttpTarget,
  httpTarget,
  type LeftBy,
} from '../../conventions/http-client/http-client.js';
import { pathRewriter, type RewritePath } from '../../described/path-rewriter.js';
import { RecentValues } from '../../life-cycle/recent-values.js';
import {
  currentTelemetry,
  enterContext,
  type Observation,
  type Telemetry,
  UnitOfWork,
} from '../../observation/index.js';
import type { ResolvedOptions } from '../../telemetry.options.js';
import { type HostMatcher, hostMatcher } from './host-matcher.js';
import { originUrl, requestTarget } from './request-target.js';
import { type Attempt, Resends } from './resends.js';

/** What the two kinds of clients in Node have in common. */
export interface OutgoingRequest {
  readonly method: string;
  /** Scheme, host and port of the server that it is sent to, never those of its `Host` header. */
  readonly origin: string;
  /** Path and query. */
  readonly path: string;
  header(name: string): string | undefined;
  /** Adds the header, or replaces it. Throws where the headers cannot be changed any more. */
  setHeader(name: string, value: string): void;
  /** What sends this request, and those that follow from it. */
  sender?(): object | undefined;
}

interface Sent {
  readonly observation: Observation;
  readonly attempt: Attempt;
  /** That of the code that makes the request. */
  readonly context: Context;
}

/** Leaves what the application has set. */
const ADD: TextMapSetter<OutgoingRequest> = {
  set: (request, name, value) => {
    if (request.header(name) === undefined) request.setHeader(name, value);
  },
};

const REPLACE: TextMapSetter<OutgoingRequest> = { set: (request, name, value) => request.setHeader(name, value) };

const GETTER: TextMapGetter<OutgoingRequest> = {
  keys: () => [],
  get: (request, name) => request.header(name.toLowerCase()),
};

/** Observes one application's outgoing requests and sends its trace context along. */
export class ClientRequests {
  private readonly targets = new RecentValues<HttpTarget>();
  private readonly sent = new WeakMap<object, Sent>();
  private readonly resends = new Resends();
  private readonly withoutPropagation: HostMatcher;
  private readonly traceFields: TraceFields;
  private readonly rewrite: RewritePath;
  private reportsLostContext = false;

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
    const hasTrace = this.traceFields.areIn((field) => request.header(field) !== undefined);
    const isPassedOn = hasTrace && this.isSendersOwn(context, request);
    const isTraced = hasTrace && !isPassedOn;
    const parent = withForeignSpan(context, isTraced);
    const sender = trace.getSpan(context) ?? ROOT_CONTEXT;
    const attempt = this.resends.begin(sender, request.method, origin + path, request.sender);
    const operation = httpClientOperation(target, rewritten(path, this.rewrite), attempt.count);
    const observation = this.telemetry.begin(operation, parent);
    this.sent.set(key, { observation, attempt, context });
    if (!isTraced && this.mayPropagate(request.method, target, proxy)) {
      this.inject(observation.context, request, isPassedOn ? REPLACE : ADD);
    }
    return true;
  }

  /** The head of an answer is here. */
  answered(key: object, statusCode: number, location: string | undefined): void {
    const sent = this.sent.get(key);
    if (sent !== undefined) this.resends.answered(sent.attempt, statusCode, location);
  }

  /**
   * Goes on in the context of the code that made the request. Call from a callback of the connection: its context is
   * that of whoever opened the connection, and what the client sends next would get it.
   */
  resume(key: object): void {
    const context = this.sent.get(key)?.context;
    if (context !== undefined && context !== contextApi.active()) enterContext(context);
  }

  end(key: object, statusCode: number | undefined, error: unknown, left?: LeftBy): void {
    const sent = this.sent.get(key);
    if (sent === undefined || sent.observation.ended) return;
    const result = httpClientResult(statusCode, error, left);
    if (result.failed && (statusCode === undefined || statusCode < 400)) this.resends.failed(sent.attempt);
    sent.observation.end(result);
  }

  /** A gateway that copies the headers of the request that it serves: their trace context is not that of this call. */
  private isSendersOwn(context: Context, request: OutgoingRequest): boolean {
    const sender = UnitOfWork.of(context)?.sender;
    if (sender === undefined) return false;
    const written = trace.getSpanContext(this.propagator.extract(ROOT_CONTEXT, request, GETTER));
    return written?.traceId === sender.traceId && written.spanId === sender.spanId;
  }

  private inject(context: Context, request: OutgoingRequest, setter: TextMapSetter<OutgoingRequest>): void {
    try {
      this.propagator.inject(context, request, setter);
    } catch (error) {
      if (this.reportsLostContext) return;
      this.reportsLostContext = true;
      this.telemetry.report(
        `The trace context could not be written into the headers of a request to ${request.origin}: its trace ends ` +
          'here. Fix: give the headers as an object, and leave them open until the request has been created',
        error,
      );
    }
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
