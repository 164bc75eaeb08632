import type { SendOutcome } from '../../sending/send-outcome.js';

/** One receiver of telemetry, and how to try it. */
export interface Probe {
  readonly signal: 'traces' | 'metrics' | 'logs';
  /** `otlp`, `zipkin` … */
  readonly name: string;
  /** Without credentials. */
  readonly address: string | undefined;
  /** Sends one request without any item. At the deadline it is given up. */
  send(deadline: AbortSignal): Promise<SendOutcome>;
}
