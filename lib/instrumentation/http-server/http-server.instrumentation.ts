import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { context as contextApi, type TextMapPropagator } from '@opentelemetry/api';
import type { Participant } from '../../life-cycle/participant.js';
import { closeAll, type Close } from '../../life-cycle/close-all.js';
import type { ReportFault, Telemetry } from '../../observation/index.js';
import type { ResolvedOptions } from '../../telemetry.options.js';
import { type AdapterObserver, type Done, type HookedAdapter, observeAdapter } from './observed-adapter.js';
import type { InstrumentationStates } from '../states/instrumentation-states.js';
import { RefusalObserver } from './refusal-observer.js';
import { RequestFacts } from './request-facts.js';
import { RequestObserver } from './request-observer.js';

/** Observes every request of an HTTP adapter, from its first hook to the close of its response. */
export class HttpServerInstrumentation implements Participant, AdapterObserver {
  private readonly closes: Close[] = [];
  private readonly requests: RequestObserver;
  private readonly refusals: RefusalObserver;

  constructor(
    telemetry: Telemetry,
    propagator: TextMapPropagator,
    options: ResolvedOptions['http'],
    report: ReportFault,
    private readonly states: InstrumentationStates,
  ) {
    const facts = new RequestFacts(options, report);
    this.requests = new RequestObserver(telemetry, propagator, facts, options, report);
    this.refusals = new RefusalObserver(telemetry, propagator, facts, options, report);
  }

  /** Begins. It must be called before the router is built, and after the adapter exists: in a module's `configure()`. */
  attach(adapter: HookedAdapter): void {
    this.closes.push(observeAdapter(adapter, this, this.states));
  }

  /** Ends: the adapter stays usable, for another application too. */
  end(): void {
    closeAll(this.closes)();
  }

  onRequest(request: unknown, response: unknown, proceed: Done): unknown {
    const context = this.requests.enter(request, response);
    return context === undefined ? proceed() : contextApi.with(context, proceed);
  }

  onRoute(path: string): void {
    this.requests.routed(path);
  }

  onHandedOver(request: unknown, response: unknown): void {
    this.requests.enter(request, response);
  }

  onUpgrade(request: unknown, socket: Socket): void {
    this.refusals.ofUpgrade(request, socket);
  }

  onRefused(error: unknown, socket: Socket, answer: () => boolean): boolean {
    return this.refusals.ofNode(error, socket, answer);
  }

  onAnswered(request: IncomingMessage, response: ServerResponse): void {
    this.requests.enter(request, response);
  }
}
