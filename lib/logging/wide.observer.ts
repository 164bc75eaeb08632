import type { Context } from '@opentelemetry/api';
import { ATTR_URL_PATH } from '@opentelemetry/semantic-conventions';
import type { KindOfEvent } from '../conventions/index.js';
import { type LogEvent, logEvent } from '../conventions/logs/log-event.js';
import { pathMatcher } from '../conventions/path-matcher.js';
import { outcomeName, UNIT_OF_WORK } from '../conventions/unit-of-work.js';
import type { Observer, Operation, Outcome, Recording } from '../observation/index.js';
import { isUnexpected, UnitOfWork } from '../observation/index.js';
import { writeEvent } from './event-line.js';
import type { EventSettings } from './logging.observer.js';
import type { RootLogger } from './root-logger.js';

/** The number and total duration of calls in a unit of work. */
interface Tally {
  count: number;
  failed: number;
  duration_ms: number;
}

/** By kind of call, under the names in the kind records. */
type Tallies = Record<string, Tally>;

/**
 * Writes one line for each unit of work at its end: the outcome, all assigned fields, and the number and duration of
 * its calls.
 */
export class WideObserver implements Observer {
  readonly name = 'wide logging';
  private readonly units = new WeakMap<UnitOfWork, Tallies>();
  private readonly excluded: (path: string) => boolean;
  private readonly kinds: ReadonlyMap<string, KindOfEvent>;

  constructor(
    private readonly root: RootLogger,
    kinds: readonly KindOfEvent[],
    private readonly settings: EventSettings = {},
  ) {
    this.excluded = pathMatcher(settings.excludePaths ?? []);
    this.kinds = new Map(kinds.map((event) => [event.kind, event]));
  }

  begin(operation: Operation, context: Context): Recording | undefined {
    const unit = UnitOfWork.of(context);
    if (unit === undefined) return undefined;
    if (unit.root === undefined) return this.beginUnit(unit, operation, context);
    const tallies = this.units.get(unit);
    const event = tallies && this.kinds.get(operation.kind);
    return tallies && event && new TalliedRecording(tallies, event.tally ?? event.option);
  }

  private beginUnit(unit: UnitOfWork, operation: Operation, context: Context): Recording | undefined {
    const path = operation.attributes[ATTR_URL_PATH];
    if (typeof path === 'string' && this.excluded(path)) return undefined;
    const tallies: Tallies = {};
    this.units.set(unit, tallies);
    return {
      end: (ended, outcome) => {
        const event = logEvent(this.kinds.get(ended.kind) ?? UNIT_OF_WORK, ended, outcome);
        writeEvent(this.root, wide(event, outcome, tallies), context, this.settings.baggageKeys ?? []);
      },
    };
  }
}

class TalliedRecording implements Recording {
  constructor(
    private readonly tallies: Tallies,
    private readonly name: string,
  ) {}

  /** Whether the call has failed is counted when that is known. */
  suspend(): void {}

  end(_operation: Operation, outcome: Outcome): void {
    const tally = (this.tallies[this.name] ??= { count: 0, failed: 0, duration_ms: 0 });
    tally.count++;
    if (isUnexpected(outcome)) tally.failed++;
    tally.duration_ms += outcome.durationMs;
  }
}

function wide(event: LogEvent, outcome: Outcome, calls: Tallies) {
  return { ...event, fields: { ...event.fields, outcome: outcomeName(outcome), calls } };
}
