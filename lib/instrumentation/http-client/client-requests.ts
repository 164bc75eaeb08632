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
import { RecentValues } from '../../life-cycle/recent-values.js';
import { currentTelemetry, type Observation, type Telemetry } from '../../observation/index.js';
import type { ResolvedOptions } from '../../telemetry.options.js';
import { hostMatcher } from './host-matcher.js';

/** What the two kinds of clients in Node have in common. */
export interface OutgoingRequest {
  readonly method: string;
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
  private readonly withoutPropagation: (host: string) => boolean;
  private readonly traceFields: TraceFields;

  constructor(
    private readonly telemetry: Telemetry,
    private readonly propagator: TextMapPropagator,
    options: Pick<ResolvedOptions['http'], 'noPropagationTo'>,
  ) {
    this.traceFields = new TraceFields(propagator);
    this.withoutPropagation = hostMatcher(options.noPropagationTo);
  }

  /** Call in the context of the code that makes the request. `key` identifies it later. */
  begin(key: object, request: OutgoingRequest): void {
    const context = contextApi.active();
    if (isTracingSuppressed(context) || currentTelemetry(undefined) !== this.telemetry) return;
    const target = this.target(request.method, request.origin);
    if (target === undefined) return;
    const isTraced = this.traceFields.areIn((field) => request.hasHeader(field));
    const parent = withForeignSpan(context, isTraced);
    const observation = this.telemetry.begin(httpClientOperation(target, request.path), parent);
    this.observations.set(key, observation);
    if (!isTraced && !this.withoutPropagation(target.origin.hostname)) {
      this.propagator.inject(observation.context, request, SETTER);
    }
  }

  end(key: object, statusCode: number | undefined, error: unknown): void {
    this.observations.get(key)?.end(httpClientResult(statusCode, error));
  }

  private target(method: string, origin: string): HttpTarget | undefined {
    const key = `${method} ${origin}`;
    let target = this.targets.get(key);
    if (target === undefined) {
      if (!URL.canParse(origin)) return undefined;
      target = httpTarget(method, new URL(origin));
      this.targets.set(key, target);
    }
    return target;
  }
}
