import type { Context } from '@opentelemetry/api';
import { ATTR_URL_PATH } from '@opentelemetry/semantic-conventions';
import type { KindOfEvent } from '../conventions/index.js';
import { pathMatcher } from '../conventions/path-matcher.js';
import { outcomeName, unitOfWorkEvent } from '../conventions/unit-of-work.js';
import type { Observer, Operation, Outcome, Recording } from '../observation/index.js';
import { UnitOfWork } from '../observation/index.js';
import { writeEvent } from './event-line.js';
import type { EventSettings } from './logging.observer.js';
import type { RootLogger } from './root-logger.js';

/** How often a unit of work called something, and what that took. */
interface Tally {
  count: number;
  failed: number;
  duration_ms: number;
}

/** Tallies by kind, under the kinds' names in the options. */
type Tallies = Record<string, Tally>;

/** Writes one line for each unit of work when it ends: how it ended, all that was assigned, and what its calls cost. */
export class WideObserver implements Observer {
  readonly name = 'wide logging';
  private readonly units = new WeakMap<UnitOfWork, Tallies>();
  private readonly excluded: (path: string) => boolean;

  constructor(
    private readonly root: RootLogger,
    private readonly kinds: Readonly<Partial<Record<string, KindOfEvent>>>,
    private readonly settings: EventSettings = {},
  ) {
    this.excluded = pathMatcher(settings.excludePaths ?? []);
  }

  begin(operation: Operation, context: Context): Recording | undefined {
    const unit = UnitOfWork.of(context);
    if (unit === undefined) return undefined;
    if (unit.root === undefined) return this.beginUnit(unit, operation, context);
    const tallies = this.units.get(unit);
    const option = this.kinds[operation.kind]?.option;
    return tallies === undefined || option === undefined ? undefined : new TalliedRecording(tallies, option);
  }

  private beginUnit(unit: UnitOfWork, operation: Operation, context: Context): Recording | undefined {
    const path = operation.attributes[ATTR_URL_PATH];
    if (typeof path === 'string' && this.excluded(path)) return undefined;
    const tallies: Tallies = {};
    this.units.set(unit, tallies);
    return {
      end: (ended, outcome) => {
        const describe = this.kinds[ended.kind]?.describe ?? unitOfWorkEvent;
        writeEvent(
          this.root,
          wide(describe(ended, outcome), outcome, tallies),
          context,
          this.settings.baggageKeys ?? [],
        );
      },
    };
  }
}

class TalliedRecording implements Recording {
  constructor(
    private readonly tallies: Tallies,
    private readonly option: string,
  ) {}

  end(_operation: Operation, outcome: Outcome): void {
    const tally = (this.tallies[this.option] ??= { count: 0, failed: 0, duration_ms: 0 });
    tally.count++;
    if (outcome.failed) tally.failed++;
    tally.duration_ms += outcome.durationMs;
  }
}

function wide(event: ReturnType<KindOfEvent['describe']>, outcome: Outcome, calls: Tallies) {
  return { ...event, fields: { ...event.fields, outcome: outcomeName(outcome), calls } };
}
