import { styleText } from 'node:util';
import { type HrTime, SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { ATTR_HTTP_RESPONSE_STATUS_CODE } from '@opentelemetry/semantic-conventions';
import { ATTR_CACHE_HIT } from '../../conventions/attributes.js';

type Style = (format: Parameters<typeof styleText>[0], text: string) => string;

/**
 * One trace as a tree: a headline with its trace id, what went wrong, then a line for each span with its duration.
 * A span whose parent is not among them stands at the outermost level.
 */
export function drawTrace(spans: readonly ReadableSpan[], omitted: number, { color }: { color: boolean }): string {
  const style: Style = (format, text) => (color ? styleText(format, text, { validateStream: false }) : text);
  const ids = new Set(spans.map((span) => span.spanContext().spanId));
  const children = new Map<string | undefined, ReadableSpan[]>();
  for (const span of [...spans].sort((a, b) => compareTime(a.startTime, b.startTime))) {
    const parent = span.parentSpanContext?.spanId;
    const key = parent !== undefined && ids.has(parent) ? parent : undefined;
    const siblings = children.get(key);
    if (siblings === undefined) children.set(key, [span]);
    else siblings.push(span);
  }
  const lines = [headline(spans, style), ...failures(spans, style)];
  drawLevel(children, undefined, '', lines, style);
  if (omitted > 0) lines.push(style('dim', `… and ${omitted} more spans`));
  return `${lines.join('\n')}\n`;
}

function headline(spans: readonly ReadableSpan[], style: Style): string {
  const traceId = spans[0]?.spanContext().traceId ?? '';
  const failed = spans.some((span) => span.status.code === SpanStatusCode.ERROR);
  return `${failed ? style(['red', 'bold'], '✗') : style('green', '✓')} ${style('dim', `trace ${traceId}`)}`;
}

function failures(spans: readonly ReadableSpan[], style: Style): string[] {
  const said = new Set<string>();
  for (const span of spans) {
    if (span.status.code !== SpanStatusCode.ERROR || span.status.message === undefined) continue;
    said.add(`  ${span.name}: ${span.status.message}`);
  }
  return [...said].map((line) => style('red', line));
}

function drawLevel(
  children: ReadonlyMap<string | undefined, ReadableSpan[]>,
  parent: string | undefined,
  indent: string,
  lines: string[],
  style: Style,
): void {
  const spans = children.get(parent) ?? [];
  spans.forEach((span, at) => {
    const last = at === spans.length - 1;
    lines.push(`${indent}${last ? '└─ ' : '├─ '}${spanLine(span, style)}`);
    drawLevel(children, span.spanContext().spanId, `${indent}${last ? '   ' : '│  '}`, lines, style);
  });
}

function spanLine(span: ReadableSpan, style: Style): string {
  const failed = span.status.code === SpanStatusCode.ERROR;
  const duration = style('dim', `${(span.duration[0] * 1e3 + span.duration[1] / 1e6).toFixed(2)} ms`);
  const notes = [note(span), failed ? 'error' : undefined].filter((text) => text !== undefined).join(' ');
  const name = failed ? style(['red', 'bold'], span.name) : style('bold', span.name);
  return notes === '' ? `${name}  ${duration}` : `${name}  ${failed ? style('red', notes) : notes}  ${duration}`;
}

function note(span: ReadableSpan): string | undefined {
  const status = span.attributes[ATTR_HTTP_RESPONSE_STATUS_CODE];
  if (status !== undefined) return String(status);
  const hit = span.attributes[ATTR_CACHE_HIT];
  return hit === undefined ? undefined : hit === true ? 'hit' : 'miss';
}

function compareTime(a: HrTime, b: HrTime): number {
  return a[0] - b[0] || a[1] - b[1];
}
