import { Logger } from '@nestjs/common';
import { context as contextApi, ROOT_CONTEXT } from '@opentelemetry/api';
import { isError } from './conventions/errors/is-error.js';

/** A problem that comes again within this time is counted, not written. */
const QUIET_MS = 60_000;
/** Different problems remembered at once. */
const MAX_REMEMBERED = 100;

/**
 * Reports the problems of telemetry itself. It never throws and cannot flood the log: a problem is written once a
 * minute, with the number of times that it came in between.
 */
export class Diagnostics {
  private readonly logger = new Logger('Telemetry');
  private readonly silenced = new Map<string, { until: number; count: number }>();

  /** Bound, so that it can be handed over as a function. */
  readonly report = (what: string, error?: unknown): void => {
    try {
      // Without the ids of whichever request was under way: it has nothing to do with the problem.
      contextApi.with(ROOT_CONTEXT, () => this.write(what, error));
    } catch {
      // A logger that fails has nowhere to say so.
    }
  };

  private write(what: string, error: unknown): void {
    const now = performance.now();
    const silenced = this.silenced.get(what);
    if (silenced !== undefined && now < silenced.until) {
      silenced.count++;
      return;
    }
    if (this.silenced.size >= MAX_REMEMBERED) this.silenced.clear();
    this.silenced.set(what, { until: now + QUIET_MS, count: 0 });
    const repeated = silenced !== undefined && silenced.count > 0 ? ` (and ${silenced.count} times before)` : '';
    this.logger.warn(`${what}${repeated}${error === undefined ? '' : `: ${describe(error)}`}`);
  }
}

function describe(error: unknown): string {
  return isError(error) ? (error.stack ?? error.message) : String(error);
}
