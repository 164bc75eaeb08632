import type { HrTime } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/** What a drawing needs of a span. */
export type DrawnSpan = Pick<
  ReadableSpan,
  'name' | 'status' | 'startTime' | 'duration' | 'attributes' | 'resource' | 'spanContext' | 'parentSpanContext'
>;

/** A span and its place in the drawing of a tree. */
export interface TreeSpan<Span extends DrawnSpan = DrawnSpan> {
  readonly span: Span;
  /** The one above it, where that is in the tree. */
  readonly parent: Span | undefined;
  /** 0 at the outermost level. */
  readonly depth: number;
  /** The lines of the tree to the left of the span. */
  readonly prefix: string;
}

/** Spans in the order of a drawn tree: parents before children, siblings by their start. */
export function spanTree(spans: readonly DrawnSpan[]): readonly TreeSpan[] {
  const ids = new Set<string | undefined>(spans.map(idOf));
  const children = groupBy(spans, (span) => (ids.has(parentIdOf(span)) ? parentIdOf(span) : undefined));
  return [...level(children, undefined, 0, '')];
}

export function idOf(span: DrawnSpan): string {
  return span.spanContext().spanId;
}

export function parentIdOf(span: DrawnSpan): string | undefined {
  return span.parentSpanContext?.spanId;
}

function* level(
  children: ReadonlyMap<string | undefined, readonly DrawnSpan[]>,
  parent: DrawnSpan | undefined,
  depth: number,
  indent: string,
): Generator<TreeSpan> {
  const siblings = (children.get(parent && idOf(parent)) ?? []).toSorted((a, b) =>
    compareTime(a.startTime, b.startTime),
  );
  for (const [at, span] of siblings.entries()) {
    const last = at === siblings.length - 1;
    yield { span, parent, depth, prefix: `${indent}${last ? '└─ ' : '├─ '}` };
    yield* level(children, span, depth + 1, `${indent}${last ? '   ' : '│  '}`);
  }
}

function groupBy<T, Key>(items: readonly T[], keyOf: (item: T) => Key): ReadonlyMap<Key, readonly T[]> {
  const groups = new Map<Key, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function compareTime(a: HrTime, b: HrTime): number {
  return a[0] - b[0] || a[1] - b[1];
}
