import { context as contextApi, ROOT_CONTEXT } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { ensureContextManager } from '../../../context/context-manager.js';

/** Far more than 2000 operations need. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

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
      const response = await fetch(this.url, { signal, headers: { accept: 'application/json' } });
      if (response.ok) return bodyOf(response);
      await response.body?.cancel();
      throw new Error(`It answered with status ${response.status}`);
    });
  }

  /** Without the query, which may hold a key. */
  toString(): string {
    return `${this.url.origin}${this.url.pathname}`;
  }
}

async function bodyOf(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_ANSWER_BYTES) throw new Error(`Its answer is longer than ${MAX_ANSWER_BYTES} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
