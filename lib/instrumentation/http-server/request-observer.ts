import { type IncomingMessage, type ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import {
  type Context,
  context as contextApi,
  propagation,
  type TextMapPropagator,
  type TextMapSetter,
} from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { hasForeignSpan } from '../../context/foreign-span.js';
import { REQUEST_ID } from '../../context/request-id.js';
import { httpRoute, type HttpRoute, type HttpScheme } from '../../conventions/http-server/http-server.js';
import { raw } from '../../http-adapter/raw.js';
import { type Observation, type ReportFault, type Telemetry, UnitOfWork } from '../../observation/index.js';
import type { ResolvedOptions } from '../../telemetry.options.js';
import { requestContext } from './foreign-request.js';
import { matchedRoute } from './matched-route.js';
import { keepContext, keepResponse, keptContext } from './request-context.js';
import type { RequestFacts } from './request-facts.js';
import { requestEnd } from './request-result.js';
import { watchSources } from './response-end.js';
import { countBytes } from './response-size.js';

const RESPONSE_SETTER: TextMapSetter<ServerResponse> = {
  set: (response, name, value) => response.setHeader(name, value),
};

/** Observes single requests: from the first that is known of them to the end of their response. */
export class RequestObserver {
  /** By template, then by method: both texts live on, and so they are hashed once. */
  private readonly routes: Record<HttpScheme, Map<string, Map<string, HttpRoute>>> = {
    http: new Map(),
    https: new Map(),
  };

  constructor(
    private readonly telemetry: Telemetry,
    private readonly propagator: TextMapPropagator,
    private readonly facts: RequestFacts,
    private readonly options: ResolvedOptions['http'],
    private readonly report: ReportFault,
  ) {}

  /**
   * The context in which a request has to be served. Undefined when it could not be observed. `request` and `response`
   * are those of the framework.
   */
  enter(request: unknown, response: unknown): Context | undefined {
    try {
      const known = keptContext(request);
      // Another application may have observed it too, with this one mounted below.
      const isOurs = known !== undefined && (UnitOfWork.of(known)?.telemetry ?? this.telemetry) === this.telemetry;
      return isOurs ? known : this.begin(request, raw<IncomingMessage>(request), raw<ServerResponse>(response));
    } catch (error) {
      this.report('A request could not be observed', error);
      return undefined;
    }
  }

  /** Names the request in progress by the template of its route. */
  routed(template: string): void {
    try {
      const observation = UnitOfWork.of(contextApi.active())?.root;
      if (observation !== undefined && !observation.ended) this.name(observation, template);
    } catch (error) {
      this.report('A route could not be observed', error);
    }
  }

  private begin(given: unknown, request: IncomingMessage, response: ServerResponse): Context {
    if (this.facts.isIgnored(request)) {
      const unobserved = suppressTracing(contextApi.active());
      keepContext(request, unobserved);
      return unobserved;
    }
    const { headers } = request;
    const parent = requestContext(contextApi.active(), this.propagator, headers);
    const observation = this.telemetry.beginUnit(this.facts.operation(request), parent);
    observation.awaitAnswer();
    keepContext(request, observation.context);
    keepResponse(request.socket, response);
    UnitOfWork.of(observation.context)?.identify(headers[REQUEST_ID]);
    if (this.options.traceResponse) {
      // Baggage is for the services behind this one, and not for who asked.
      this.propagator.inject(propagation.deleteBaggage(observation.context), response, RESPONSE_SETTER);
    }
    countBytes(response);
    watchSources(response);
    const end = (): void => this.end(observation, given, request, response);
    // The instrumentation that made the span ends it when the response closes: the result has to be there before.
    if (hasForeignSpan(parent)) response.prependOnceListener('close', end);
    else response.once('close', end);
    // Without a connection, as behind an adapter for serverless platforms, nothing may ever close the response.
    if (!isConnected(request)) response.once('finish', () => setImmediate(end));
    return observation.context;
  }

  private end(observation: Observation, given: unknown, request: IncomingMessage, response: ServerResponse): void {
    if (observation.ended) return;
    try {
      this.nameByFramework(observation, given);
      const { errorStatusFrom } = this.options;
      const { result, excuses } = requestEnd(request, response, observation.error, errorStatusFrom);
      observation.end(result, excuses);
    } catch (error) {
      this.report('The end of a request could not be observed', error);
    }
  }

  private nameByFramework(observation: Observation, request: unknown): void {
    if (observation.operation.labels['http.route'] !== undefined) return;
    const template = matchedRoute(request);
    if (template !== undefined) this.name(observation, template);
  }

  private name(observation: Observation, template: string): void {
    const { operation } = observation;
    const { 'http.request.method': method, 'url.scheme': scheme } = operation.labels;
    const route = this.route(method as string, template, scheme as HttpScheme);
    observation.describe({ ...operation, name: route.name, labels: route.labels });
  }

  // Templates come from the router and methods from a known set: this is bounded.
  private route(method: string, template: string, scheme: HttpScheme): HttpRoute {
    const known = this.routes[scheme];
    let routes = known.get(template);
    if (routes === undefined) {
      routes = new Map();
      known.set(template, routes);
    }
    let route = routes.get(method);
    if (route === undefined) {
      route = httpRoute(method, this.facts.rewrite(template), scheme);
      routes.set(method, route);
    }
    return route;
  }
}

function isConnected(request: IncomingMessage): boolean {
  return request.socket instanceof Socket || 'stream' in request;
}
