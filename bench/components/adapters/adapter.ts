import type { TelemetryOptions } from '../../../lib/index.js';
import type { Host } from './host.js';

/** A library whose calls are observed. */
export interface Adapter {
  readonly name: string;
  /** What switches its instrumentation on. All others stay off. */
  readonly instrumentation: Pick<TelemetryOptions, 'database' | 'cache' | 'messaging'>;
  /** Whether calls that repeat become one span. */
  readonly collapses?: boolean;
  /** Calls under way together, such that one turn of the event loop serves many; otherwise one. */
  readonly callsAtOnce?: number;
  /** Makes the library's client, and what answers it, in an application that it starts. */
  start(host: Host): Promise<Started>;
}

export interface Started {
  /** One call, which is over when the promise resolves or the method returns. */
  call(): unknown;
  stop(): unknown;
}
