import type { ObservedApplication } from '../instrumentation.js';
import { ClientRequests, type OutgoingRequest } from './client-requests.js';

/** How the channels of a client say that a request begins and ends. */
export type RequestListener = Pick<ClientRequests, 'begin' | 'answered' | 'resume' | 'end'>;

/**
 * The outgoing requests of all applications in the process. Each request goes to the application in whose work it
 * begins, so that a request costs the same however many applications there are.
 */
export class ApplicationRequests implements RequestListener {
  private readonly requests = new WeakMap<ObservedApplication, ClientRequests>();
  /** By request, who observes it. */
  private readonly observers = new WeakMap<object, ClientRequests>();

  constructor(private readonly current: () => ObservedApplication | undefined) {}

  begin(key: object, request: OutgoingRequest): boolean {
    const application = this.current();
    if (application === undefined) return false;
    const observer = this.of(application);
    if (!observer.begin(key, request)) return false;
    this.observers.set(key, observer);
    return true;
  }

  answered(key: object, statusCode: number, location: string | undefined): void {
    this.observers.get(key)?.answered(key, statusCode, location);
  }

  resume(key: object): void {
    this.observers.get(key)?.resume(key);
  }

  end(key: object, ...outcome: OutcomeOfRequest): void {
    this.observers.get(key)?.end(key, ...outcome);
  }

  private of(application: ObservedApplication): ClientRequests {
    let requests = this.requests.get(application);
    if (requests === undefined) {
      const { telemetry, propagator, options } = application;
      requests = new ClientRequests(telemetry, propagator, options.http);
      this.requests.set(application, requests);
    }
    return requests;
  }
}

type OutcomeOfRequest = Parameters<ClientRequests['end']> extends [object, ...infer Rest] ? Rest : never;
