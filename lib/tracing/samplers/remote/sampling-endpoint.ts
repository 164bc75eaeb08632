import { context as contextApi, ROOT_CONTEXT } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { ensureContextManager } from '../../../context/context-manager.js';
import { httpCall } from '../../../sending/http-call.js';

/** Where a collector says how to sample one service. */
export class SamplingEndpoint {
  private readonly url: URL;

  constructor(endpoint: string, service: string) {
    this.url = new URL(endpoint);
    this.url.searchParams.set('service', service);
  }

  /** Asks, without a trace of it. Rejects when there is no answer with status 2xx in reasonable size. */
  ask(signal: AbortSignal): Promise<string> {
    // The first question comes before the application has a span, and without a manager nothing can be suppressed.
    ensureContextManager();
    return contextApi.with(suppressTracing(ROOT_CONTEXT), async () => {
      const { status, body } = await httpCall(this.url, {
        method: 'GET',
        headers: { accept: 'application/json' },
        signal,
      });
      if (status < 200 || status > 299) throw new Error(`It answered with status ${status}`);
      return body.toString();
    });
  }

  /** Without the query, which may hold a key. */
  toString(): string {
    return `${this.url.origin}${this.url.pathname}`;
  }
}
