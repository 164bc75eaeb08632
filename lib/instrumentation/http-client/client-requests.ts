import { context as contextApi, propagation, type TextMapPropagator, type TextMapSetter } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import { withForeignSpan } from '../../context/foreign-span.js';
import {
  httpClientOperation,
  httpClientResult,
  type HttpTarget,
  httpTarget,
} from '../../conventions/http-client/http-client.js';
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

/** Servers that are remembered at once; a crawler must not fill the memory. */
const MAX_TARGETS = 1_000;

const SETTER: TextMapSetter<OutgoingRequest> = {
  set: (request, name, value) => {
    if (!request.hasHeader(name)) request.setHeader(name, value);
  },
};

/** Fields that come along with a trace, and can come without one. */
const COMPANIONS: ReadonlySet<string> = new Set(['baggage', 'tracestate']);

/** Observes one application's outgoing requests and sends its trace context along. */
export class ClientRequests {
  private readonly targets = new Map<string, HttpTarget>();
  private readonly observations = new WeakMap<object, Observation>();
  private readonly withoutPropagation: (host: string) => boolean;
  private fields: readonly string[] | undefined;

  constructor(
    private readonly telemetry: Telemetry,
    private readonly propagator: TextMapPropagator,
    options: Pick<ResolvedOptions['http'], 'noPropagationTo'>,
  ) {
    this.withoutPropagation = hostMatcher(options.noPropagationTo);
  }

  /** Call in the context of the code that makes the request. `key` identifies it later. */
  begin(key: object, request: OutgoingRequest): void {
    const context = contextApi.active();
    if (isTracingSuppressed(context) || currentTelemetry(undefined) !== this.telemetry) return;
    const target = this.target(request.method, request.origin);
    if (target === undefined) return;
    const isTraced = this.carriesTrace(request);
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

  /** Another instrumentation, or the code that makes the request, has seen to its trace already. */
  private carriesTrace(request: OutgoingRequest): boolean {
    this.fields ??= [...new Set([...this.propagator.fields(), ...propagation.fields()])].filter(
      (field) => !COMPANIONS.has(field),
    );
    return this.fields.some((field) => request.hasHeader(field));
  }

  private target(method: string, origin: string): HttpTarget | undefined {
    const key = `${method} ${origin}`;
    let target = this.targets.get(key);
    if (target === undefined) {
      if (!URL.canParse(origin)) return undefined;
      if (this.targets.size >= MAX_TARGETS) this.targets.clear();
      target = httpTarget(method, new URL(origin));
      this.targets.set(key, target);
    }
    return target;
  }
}
