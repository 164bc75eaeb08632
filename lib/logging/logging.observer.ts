import type { Context, HrTime } from '@opentelemetry/api';
import { ATTR_URL_PATH } from '@opentelemetry/semantic-conventions';
import { clockOf } from '../context/clock-of.js';
import { HTTP_SERVER } from '../conventions/http-server/http-server.kind.js';
import type { KindOfEvent } from '../conventions/index.js';
import { logEvent } from '../conventions/logs/log-event.js';
import { pathMatcher } from '../conventions/path-matcher.js';
import type { Observer, Operation, Outcome, Recording } from '../observation/index.js';
import { UnitOfWork } from '../observation/index.js';
import type { ResolvedLogging } from '../options/logging.options.js';
import { writeEvent } from './event-line.js';
import type { RootLogger } from './root-logger.js';

/** The options for events. Without a setting, all events are written. */
export interface EventSettings extends Partial<Pick<ResolvedLogging, 'events' | 'excludePaths' | 'wide'>> {
  readonly baggageKeys?: readonly string[];
}

type Threshold = ResolvedLogging['events'][keyof ResolvedLogging['events']];

const ALL: Threshold = { slowerThanMs: 0, failed: true };

/** A kind of operation with the settings for its lines. */
interface Rule extends Threshold {
  readonly event: KindOfEvent;
}

/** Writes a line for each finished operation, if its kind has a log event and the options enable it. */
export class LoggingObserver implements Observer {
  readonly name = 'logging';
  private readonly rules = new Map<string, Rule>();
  private readonly excluded: (path: string) => boolean;
  private readonly baggageKeys: readonly string[];
  private readonly wide: boolean;

  constructor(
    private readonly root: RootLogger,
    kinds: readonly KindOfEvent[],
    { events, excludePaths = [], wide = false, baggageKeys = [] }: EventSettings = {},
  ) {
    for (const event of kinds) {
      const threshold = events?.[event.option] ?? ALL;
      if (threshold.failed || threshold.slowerThanMs < Number.POSITIVE_INFINITY) {
        this.rules.set(event.kind, { ...threshold, event });
      }
    }
    this.excluded = pathMatcher(excludePaths);
    this.wide = wide;
    this.baggageKeys = baggageKeys;
  }

  begin(operation: Operation, context: Context): Recording | undefined {
    const rule = this.rules.get(operation.kind);
    if (rule === undefined || this.isExcluded(operation)) return undefined;
    // The wide line describes the outermost call.
    if (this.wide && UnitOfWork.of(context)?.root === undefined) return undefined;
    return new LoggedRecording(this.root, rule, context, this.baggageKeys);
  }

  private isExcluded(operation: Operation): boolean {
    // For other kinds, the attributes may be computed lazily.
    const path = operation.kind === HTTP_SERVER.kind ? operation.attributes[ATTR_URL_PATH] : undefined;
    return typeof path === 'string' && this.excluded(path);
  }
}

class LoggedRecording implements Recording {
  private failedAt: HrTime | undefined;

  constructor(
    private readonly root: RootLogger,
    private readonly rule: Rule,
    private readonly at: Context,
    private readonly baggageKeys: readonly string[],
  ) {}

  /** The level of the line depends on the answer. Its time does not. */
  suspend(): void {
    this.failedAt = clockOf(this.at).now();
  }

  end(operation: Operation, outcome: Outcome): void {
    const { slowerThanMs, failed, event } = this.rule;
    const slow = outcome.durationMs >= slowerThanMs;
    const notable = outcome.failed || event.isNotable?.(outcome) === true;
    if (!slow && !(failed && notable)) return;
    // A threshold of 0 writes every call: none of them counts as slow.
    const line = logEvent(event, operation, outcome, slow && slowerThanMs > 0);
    writeEvent(this.root, line, this.at, this.baggageKeys, this.failedAt);
  }
}
