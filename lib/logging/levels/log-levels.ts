import type { LogLevel } from '../../options/names.js';
import { SEVERITIES } from '../line/severities.js';

/** The options of {@link LogLevels.set}. */
export interface SetLevelOptions {
  /** The context to change. Default: all contexts without a separate level. */
  readonly context?: string;
  /** Restores the previous level after this time, in milliseconds. Default: the change is permanent. */
  readonly forMs?: number;
}

/** A level and its end. */
export interface LevelState {
  readonly level: LogLevel;
  /** RFC 3339, in UTC. */
  readonly revertsAt?: string;
}

/** The current levels of an application. */
export interface LevelsState extends LevelState {
  /** Contexts with a separate level. */
  readonly contexts: Readonly<Record<string, LevelState>>;
}

interface Setting {
  /** The permanent level; undefined for a context without a separate level. */
  lasting: LogLevel | undefined;
  temporary?: { readonly level: LogLevel; readonly until: number; readonly timer: NodeJS.Timeout };
}

/** The maximum number of contexts with a separate level, to bound the memory. */
const MAX_CONTEXTS = 1_000;
/** A timer cannot wait longer. */
const MAX_MS = 2 ** 31 - 1;

/**
 * Decides which lines are written, by a general level and by levels of individual contexts. Both can change at run
 * time.
 */
export class LogLevels {
  private readonly everywhere: Setting;
  private readonly byContext = new Map<string, Setting>();
  /** Read for every line, so it is stored in a form that needs no search. */
  private general = 0;
  private lowest = 0;
  private readonly special = new Map<string, number>();

  constructor(
    level: LogLevel,
    levels: Readonly<Record<string, LogLevel>> = {},
    private readonly now = Date.now,
  ) {
    this.everywhere = { lasting: level };
    for (const [context, own] of Object.entries(levels)) this.byContext.set(context, { lasting: own });
    this.refresh();
  }

  /** True if at least one context writes lines of this severity. */
  mayWrite(severity: number): boolean {
    return severity >= this.lowest;
  }

  /** True if levels differ by context. */
  get differ(): boolean {
    return this.special.size > 0;
  }

  /** True if a context writes lines of this severity. */
  writes(severity: number, context: string | undefined): boolean {
    if (this.special.size === 0 || context === undefined) return severity >= this.general;
    return severity >= (this.special.get(context) ?? this.general);
  }

  /** @throws RangeError if the time is invalid, or if too many contexts have a level. */
  set(level: LogLevel, { context, forMs }: SetLevelOptions = {}): void {
    if (SEVERITIES[level] === undefined) throw new RangeError(`There is no level ${String(level)}`);
    if (forMs !== undefined && !(forMs > 0 && forMs <= MAX_MS)) {
      throw new RangeError(`A level cannot last for ${forMs} ms: give a number from 1 to ${MAX_MS}`);
    }
    const setting = this.settingOf(context);
    clearTimeout(setting.temporary?.timer);
    delete setting.temporary;
    if (forMs === undefined) setting.lasting = level;
    else {
      const timer = setTimeout(() => this.revert(context), forMs);
      timer.unref();
      setting.temporary = { level, until: this.now() + forMs, timer };
    }
    this.refresh();
  }

  read(): LevelsState {
    const contexts: Record<string, LevelState> = {};
    for (const [context, setting] of this.byContext) {
      const state = stateOf(setting);
      if (state !== undefined) contexts[context] = state;
    }
    return { level: 'info', ...stateOf(this.everywhere), contexts };
  }

  /** Cancels all timers that would restore a level. */
  close(): void {
    for (const { temporary } of [this.everywhere, ...this.byContext.values()]) clearTimeout(temporary?.timer);
  }

  private revert(context: string | undefined): void {
    const setting = this.settingOf(context);
    delete setting.temporary;
    if (context !== undefined && setting.lasting === undefined) this.byContext.delete(context);
    this.refresh();
  }

  private settingOf(context: string | undefined): Setting {
    if (context === undefined) return this.everywhere;
    let setting = this.byContext.get(context);
    if (setting !== undefined) return setting;
    if (this.byContext.size >= MAX_CONTEXTS) {
      throw new RangeError(`${MAX_CONTEXTS} contexts have a level already: set those back first`);
    }
    setting = { lasting: undefined };
    this.byContext.set(context, setting);
    return setting;
  }

  private refresh(): void {
    this.general = SEVERITIES[levelOf(this.everywhere) ?? 'info'];
    this.special.clear();
    for (const [context, setting] of this.byContext) {
      const level = levelOf(setting);
      if (level !== undefined) this.special.set(context, SEVERITIES[level]);
    }
    this.lowest = Math.min(this.general, ...this.special.values());
  }
}

function levelOf({ lasting, temporary }: Setting): LogLevel | undefined {
  return temporary?.level ?? lasting;
}

function stateOf(setting: Setting): LevelState | undefined {
  const level = levelOf(setting);
  if (level === undefined) return undefined;
  const { temporary } = setting;
  return temporary === undefined ? { level } : { level, revertsAt: new Date(temporary.until).toISOString() };
}
