import { globSync, readFileSync } from 'node:fs';
import { SpanKind } from '@opentelemetry/api';
import type { CallKind } from '../../lib/conventions/call-kind.js';
import {
  KINDS,
  LOG_EVENT_NAMES,
  LOG_EVENTS,
  METRIC_FAMILIES,
  METRIC_FAMILY_NAMES,
  SEMCONV_FAMILIES,
} from '../../lib/conventions/index.js';
import { logEvent } from '../../lib/conventions/logs/log-event.js';
import { spanKind } from '../../lib/conventions/span-kind.js';

const ROOT = new URL('../../', import.meta.url).pathname;
const ALL: readonly CallKind[] = KINDS;

async function records(): Promise<CallKind[]> {
  const files = globSync('lib/conventions/*/*.kind.ts', { cwd: ROOT });
  const modules = await Promise.all(files.map((file) => import(`${ROOT}${file}`) as Promise<Record<string, unknown>>));
  return modules
    .flatMap((module) => Object.values(module))
    .filter((value): value is CallKind => typeof value === 'object' && value !== null && 'spanKind' in value);
}

describe('the list of the kinds of calls', () => {
  it('has every record that there is, each once', async () => {
    const found = await records();
    expect(found.length).toBeGreaterThan(10);
    expect(new Set(KINDS)).toEqual(new Set(found));
    expect(new Set(KINDS.map(({ kind }) => kind)).size).toBe(KINDS.length);
  });

  it('makes a family, in both namings, of every record with metrics, and of no other', () => {
    const measured = ALL.filter(({ metrics }) => metrics !== false).map(({ kind }) => kind);
    expect(METRIC_FAMILIES.map(({ kind }) => kind)).toEqual(measured);
    expect(SEMCONV_FAMILIES.map(({ kind }) => kind)).toEqual(measured);
  });

  it('makes a log event of every record that has one, and of no other', () => {
    expect(LOG_EVENTS.map(({ kind }) => kind)).toEqual(
      ALL.filter(({ event }) => event !== false).map(({ kind }) => kind),
    );
  });

  it('gives metrics and log events the same names in the options', () => {
    const names = ['http', 'outgoing', 'rpc', 'database', 'cache', 'business', 'messaging'];
    expect(METRIC_FAMILY_NAMES).toEqual(expect.arrayContaining(names));
    expect(LOG_EVENT_NAMES).toEqual(METRIC_FAMILY_NAMES);
  });
});

describe('the span kind of an operation', () => {
  it.each(ALL.map(({ kind, spanKind: part }) => [kind, part]))('of kind %s is that of its record', (kind, part) => {
    expect(spanKind(kind)).toBe(part);
  });

  it.each(['email', '', 'constructor', '__proto__', 'toString'])('is internal for the unknown kind "%s"', (kind) => {
    expect(spanKind(kind)).toBe(SpanKind.INTERNAL);
  });
});

describe.each(LOG_EVENTS.map((event) => [event.kind, event] as const))('the log event of %s', (kind, event) => {
  const operation = { kind, name: 'work', labels: {}, attributes: {} };
  const outcome = { failed: false, facts: {}, durationMs: 1 };

  it('names its fields, also those of a call of which nothing is known', () => {
    const fields = Object.keys(logEvent(event, operation, outcome).fields);
    expect(fields[0]).toBe('event');
    expect(fields).toContain('duration_ms');
  });

  it('is as severe as the call went', () => {
    const levels = [
      logEvent(event, operation, outcome),
      logEvent(event, operation, outcome, true),
      logEvent(event, operation, { ...outcome, failed: true }, true),
    ].map(({ level }) => level);
    expect(levels).toEqual(['info', 'warn', 'error']);
  });
});

describe('conventions', () => {
  // Caches belong to whoever uses them: two applications in one process do not fill each other's.
  it('keep nothing from call to call', () => {
    const files = globSync('lib/conventions/**/*.ts', { cwd: ROOT });
    expect(files.length).toBeGreaterThan(30);
    const state =
      /^(?:export )?(?:let |var |const \w+(?:: [^=]+)? = new (?:RecentValues|WeakMap|WeakSet|(?:Map|Set)(?:<.*>)?\(\)))/m;
    const keeping = files.filter((file) => state.test(readFileSync(`${ROOT}${file}`, 'utf8')));
    expect(keeping).toEqual([]);
  });
});
