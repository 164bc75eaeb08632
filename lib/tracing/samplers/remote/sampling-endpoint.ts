import { context as contextApi, ROOT_CONTEXT } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { ensureContextManager } from '../../../context/context-manager.js';
import { httpCall } from '../../../sending/http-call.js';

/** The collector's endpoint for the sampling strategy of one service. */
export class SamplingEndpoint {
  private readonly url: URL;

  constructor(endpoint: string, service: string) {
    this.url = new URL(endpoint);
    this.url.searchParams.set('service', service);
  }

  /** Requests the strategy without creating a span. Rejects without a 2xx answer of reasonable size. */
  ask(signal: AbortSignal): Promise<string> {
    // The first request precedes the first span of the application. Without a context manager, its span could not be
    // suppressed.
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
