import type { IncomingMessage, ServerResponse } from 'node:http';
import { context as contextApi, propagation, type TextMapPropagator, type TextMapSetter } from '@opentelemetry/api';
import { hasForeignSpan } from '../../context/foreign-span.js';
import { REQUEST_ID } from '../../context/request-id.js';
import {
  httpRoute,
  type HttpRoute,
  httpServerOperation,
  httpServerResult,
} from '../../conventions/http-server/http-server.js';
import { type ServerAddress, serverAddress } from '../../conventions/http-server/server-address.js';
import { pathMatcher } from '../../conventions/path-matcher.js';
import { type Observation, type ReportFault, type Telemetry, UnitOfWork } from '../../observation/index.js';
import type { Participant } from '../../life-cycle/participant.js';
import type { ResolvedOptions } from '../../telemetry.options.js';
import { type AdapterObserver, type Done, type HookedAdapter, observeAdapter } from './observed-adapter.js';
import type { InstrumentationStates } from '../states/instrumentation-states.js';
import { type ClientAddress, clientAddressBy } from './client-address.js';
import { requestContext } from './foreign-request.js';
import { countBytes, responseSize } from './response-size.js';

const RESPONSE_SETTER: TextMapSetter<ServerResponse> = {
  set: (response, name, value) => response.setHeader(name, value),
};

/** Observes every request of an HTTP adapter, from its first hook to the close of its response. */
export class HttpServerInstrumentation implements Participant, AdapterObserver {
  private leave: () => void = () => undefined;
  private readonly clientAddress: ClientAddress;
  private readonly ignored: (path: string) => boolean;
  /** By template, then by method: both texts live on, and so they are hashed once. */
  private readonly routes = new Map<string, Map<string, HttpRoute>>();
  /** Clients ask for a server by the same name again and again. */
  private lastHost: { readonly host: string; readonly address: ServerAddress | undefined } | undefined;

  constructor(
    private readonly telemetry: Telemetry,
    private readonly propagator: TextMapPropagator,
    private readonly options: ResolvedOptions['http'],
    private readonly report: ReportFault,
    private readonly states: InstrumentationStates,
  ) {
    this.clientAddress = clientAddressBy(options.trustProxy);
    this.ignored = pathMatcher(options.ignorePaths);
  }

  /** Begins. It must be called before the router is built, and after the adapter exists: in a module's `configure()`. */
  attach(adapter: HookedAdapter): void {
    this.leave = observeAdapter(adapter, this, this.states);
  }

  /** Ends: the adapter stays usable, for another application too. */
  end(): void {
    this.leave();
  }

  /** An adapter received a request. `proceed` hands it on, and has to run in the context of the request. */
  onRequest(request: IncomingMessage, response: ServerResponse, proceed: Done): unknown {
    let observation: Observation | undefined;
    try {
      if (!this.ignored(request.url ?? '/')) observation = this.beginRequest(request, response);
    } catch (error) {
      this.report('A request could not be observed', error);
    }
    return observation === undefined ? proceed() : contextApi.with(observation.context, proceed);
  }

  private beginRequest(request: IncomingMessage, response: ServerResponse): Observation {
    const { headers } = request;
    const host = headers.host ?? (headers[':authority'] as string | undefined);
    const operation = httpServerOperation({
      method: request.method ?? 'GET',
      target: request.url ?? '/',
      scheme: 'encrypted' in request.socket ? 'https' : 'http',
      server: host === undefined ? undefined : this.serverAddress(host),
      clientAddress: this.clientAddress(request),
      userAgent: headers['user-agent'],
      protocolVersion: request.httpVersion === '2.0' ? '2' : request.httpVersion,
    });
    const context = requestContext(contextApi.active(), this.propagator, headers);
    const observation = this.telemetry.beginUnit(operation, context);
    UnitOfWork.of(observation.context)?.identify(headers[REQUEST_ID]);
    if (this.options.traceResponse) {
      // Baggage is for the services behind this one, and not for who asked.
      this.propagator.inject(propagation.deleteBaggage(observation.context), response, RESPONSE_SETTER);
    }
    countBytes(response);
    const end = (): void => this.endRequest(observation, request, response);
    // Who made the span ends it when the response closes: before that, it has to be told what happened.
    if (hasForeignSpan(context)) response.prependOnceListener('close', end);
    else response.once('close', end);
    return observation;
  }

  private serverAddress(host: string): ServerAddress | undefined {
    if (this.lastHost?.host !== host) this.lastHost = { host, address: serverAddress(host) };
    return this.lastHost.address;
  }

  /** The request in progress has reached the route with this template. */
  onRoute(path: string): void {
    try {
      const observation = UnitOfWork.of(contextApi.active())?.root;
      if (observation === undefined || observation.ended) return;
      const { operation } = observation;
      const route = this.route(operation.labels['http.request.method'] as string, path);
      observation.describe({ ...operation, name: route.name, labels: route.labels });
    } catch (error) {
      this.report('A route could not be observed', error);
    }
  }

  private endRequest(observation: Observation, request: IncomingMessage, response: ServerResponse): void {
    try {
      // An HTTP/2 response that was cut off counts as finished, though nobody ended it.
      const aborted = !(response.writableEnded && response.writableFinished);
      observation.end(
        httpServerResult({
          statusCode: aborted && !response.headersSent ? undefined : response.statusCode,
          bodySizeBytes: responseSize(response, request.method ?? 'GET'),
          aborted,
          error: observation.error,
          errorStatusFrom: this.options.errorStatusFrom,
        }),
      );
    } catch (error) {
      this.report('The end of a request could not be observed', error);
    }
  }

  // Templates come from the router and methods from a known set: this is bounded.
  private route(method: string, template: string): HttpRoute {
    let routes = this.routes.get(template);
    if (routes === undefined) {
      routes = new Map();
      this.routes.set(template, routes);
    }
    let route = routes.get(method);
    if (route === undefined) {
      route = httpRoute(method, template);
      routes.set(method, route);
    }
    return route;
  }
}
