import type { TraceState } from '@opentelemetry/api';

const MAX_MEMBERS = 32;
/** Longer headers are not read. */
const MAX_READ_LENGTH = 16_384;
/** A longer list is shortened: no more than this must be passed on. */
const MAX_LENGTH = 512;
/** Longer members are removed first. */
const LONG_MEMBER = 128;

// The grammar of level 2.
const KEY = /^[a-z0-9][a-z0-9_*/@-]{0,255}$/;
const VALUE = /^(?=.{1,256}$)[ -+\--<>-~]*[!-+\--<>-~]$/;
const WHITE_SPACE = /^[ \t]+|[ \t]+$/g;

type Member = readonly [key: string, value: string];

/** A `tracestate` of W3C Trace Context, level 2. Each change returns a new one. */
export class TraceStateList implements TraceState {
  private constructor(private readonly members: readonly Member[]) {}

  /**
   * Reads a header. Undefined if it is empty, or invalid: the specification then discards all of it. Of members with
   * the same key, the first one counts.
   */
  static parse(header: string): TraceStateList | undefined {
    if (header.length > MAX_READ_LENGTH) return undefined;
    const members = new Map<string, string>();
    let count = 0;
    for (const part of header.split(',')) {
      const member = part.replace(WHITE_SPACE, '');
      if (member === '') continue;
      const separator = member.indexOf('=');
      const key = member.slice(0, Math.max(separator, 0));
      const value = member.slice(separator + 1);
      if (!isMember(key, value) || ++count > MAX_MEMBERS) return undefined;
      if (!members.has(key)) members.set(key, value);
    }
    return members.size === 0 ? undefined : new TraceStateList(shortened([...members]));
  }

  /** A changed member moves to the front. An invalid one changes nothing. */
  set(key: string, value: string): TraceState {
    if (!isMember(key, value)) return this;
    const others = this.members.filter(([other]) => other !== key);
    return new TraceStateList(shortened([[key, value] as const, ...others].slice(0, MAX_MEMBERS)));
  }

  unset(key: string): TraceState {
    return new TraceStateList(this.members.filter(([other]) => other !== key));
  }

  get(key: string): string | undefined {
    return this.members.find(([other]) => other === key)?.[1];
  }

  serialize(): string {
    return this.members.map(([key, value]) => `${key}=${value}`).join(',');
  }
}

function isMember(key: string, value: string): boolean {
  return KEY.test(key) && VALUE.test(value);
}

/** Without members until the list fits: first the last of the long ones, then the last of all. */
function shortened(members: readonly Member[]): readonly Member[] {
  let left = members;
  while (left.length > 0 && lengthOf(left) > MAX_LENGTH) {
    const long = left.findLastIndex(([key, value]) => key.length + value.length + 1 > LONG_MEMBER);
    left = left.toSpliced(long < 0 ? left.length - 1 : long, 1);
  }
  return left;
}

function lengthOf(members: readonly Member[]): number {
  return members.reduce((sum, [key, value]) => sum + key.length + value.length + 2, -1);
}
