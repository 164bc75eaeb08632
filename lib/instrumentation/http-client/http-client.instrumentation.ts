import type { TextMapPropagator } from '@opentelemetry/api';
import type { ReportFault, Telemetry } from '../../observation/index.js';
import type { ResolvedOptions } from '../../telemetry.options.js';
import { ClientRequests } from './client-requests.js';
import { observeNodeHttp } from './node-http.channel.js';
import { observeUndici } from './undici.channel.js';

/** Observes outgoing HTTP through the channels that Node and undici publish; nothing is patched. */
export class HttpClientInstrumentation {
  constructor(
    private readonly telemetry: Telemetry,
    private readonly propagator: TextMapPropagator,
    private readonly options: ResolvedOptions['http'],
    private readonly report: ReportFault,
  ) {}

  /** Returns what ends it. */
  start(): () => void {
    if (!this.options.outgoing) return () => undefined;
    const requests = new ClientRequests(this.telemetry, this.propagator, this.options);
    const ends = [observeNodeHttp(requests, this.report), observeUndici(requests, this.report)];
    return () => {
      for (const end of ends) end();
    };
  }
}
