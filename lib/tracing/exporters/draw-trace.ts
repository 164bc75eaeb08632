import { stripVTControlCharacters, styleText } from 'node:util';
import { SpanStatusCode } from '@opentelemetry/api';
import { ATTR_HTTP_RESPONSE_STATUS_CODE, ATTR_SERVICE_NAME } from '@opentelemetry/semantic-conventions';
import { ATTR_CACHE_HIT, ATTR_HTTP_REQUEST_ABORTED } from '../../conventions/attributes.js';
import { spanTitle } from './span-title.js';
import { type DrawnSpan, spanTree, type TreeSpan } from './span-tree.js';

export interface DrawOptions {
  readonly color: boolean;
  /** Spans of this trace that were not kept. */
  readonly omitted?: number;
  /** Stands beside the trace id, such as «unfinished». */
  readonly remark?: string;
}

type Style = (format: Parameters<typeof styleText>[0], text: string) => string;

const MAX_TEXT_LENGTH = 300;

/**
 * One trace as a tree: a headline with its trace id, what went wrong, then a line for each span with its duration.
 * A span whose parent is not among them stands at the outermost level. With several services, each is named where its
 * part begins.
 */
export function drawTrace(spans: readonly DrawnSpan[], { color, omitted = 0, remark }: DrawOptions): string {
  const style: Style = (format, text) => (color ? styleText(format, text, { validateStream: false }) : text);
  const tree = spanTree(spans);
  const failures = rootCauses(tree);
  const lines = [headline(spans, remark, style), ...failures.map((failure) => style('red', `  ${failure}`))];
  const several = new Set(spans.map(serviceOf)).size > 1;
  for (const item of tree) {
    const service = several && (!item.parent || serviceOf(item.parent) !== serviceOf(item.span));
    lines.push(`${item.prefix}${service ? `${serviceOf(item.span)}: ` : ''}${spanLine(item.span, style)}`);
  }
  if (omitted > 0) lines.push(style('dim', `… and ${omitted} more spans`));
  return `${lines.join('\n')}\n`;
}

function headline(spans: readonly DrawnSpan[], remark: string | undefined, style: Style): string {
  const traceId = spans[0]?.spanContext().traceId ?? '';
  const mark = spans.some(failed) ? style(['red', 'bold'], '✗') : style('green', '✓');
  return `${mark} ${style('dim', `trace ${traceId}${remark === undefined ? '' : ` (${remark})`}`)}`;
}

/** Each message once, after the deepest span that has it: on its way up, a failure marks every span that it passes. */
function rootCauses(tree: readonly TreeSpan[]): string[] {
  const deepest = new Map<string, TreeSpan>();
  for (const item of tree) {
    const { message } = item.span.status;
    if (!failed(item.span) || message === undefined || message === '') continue;
    const known = deepest.get(message);
    if (known === undefined || item.depth > known.depth) deepest.set(message, item);
  }
  return [...deepest].map(([message, { span }]) => `${oneLine(spanTitle(span))}: ${oneLine(message)}`);
}

function spanLine(span: DrawnSpan, style: Style): string {
  const isFailed = failed(span);
  const duration = style('dim', `${(span.duration[0] * 1e3 + span.duration[1] / 1e6).toFixed(2)} ms`);
  const notes = [...facts(span), ...(isFailed ? ['error'] : [])].join(' ');
  const name = style(isFailed ? ['red', 'bold'] : 'bold', oneLine(spanTitle(span)));
  return notes === '' ? `${name}  ${duration}` : `${name}  ${isFailed ? style('red', notes) : notes}  ${duration}`;
}

function facts({ attributes }: DrawnSpan): string[] {
  const found: string[] = [];
  const status = attributes[ATTR_HTTP_RESPONSE_STATUS_CODE];
  if (status !== undefined) found.push(String(status));
  if (attributes[ATTR_HTTP_REQUEST_ABORTED] === true) found.push('aborted');
  const hit = attributes[ATTR_CACHE_HIT];
  if (hit !== undefined) found.push(hit === true ? 'hit' : 'miss');
  return found;
}

function serviceOf({ resource }: DrawnSpan): string {
  return oneLine(String(resource.attributes[ATTR_SERVICE_NAME] ?? ''));
}

function failed(span: DrawnSpan): boolean {
  return span.status.code === SpanStatusCode.ERROR;
}

/** Messages may repeat what a client sent: neither line breaks nor control sequences reach the terminal. */
function oneLine(text: string): string {
  const line = stripVTControlCharacters(text).replace(/[\p{Cc}\p{Bidi_Control}\s]+/gu, ' ');
  return line.length > MAX_TEXT_LENGTH ? `${line.slice(0, MAX_TEXT_LENGTH)}…` : line;
}
