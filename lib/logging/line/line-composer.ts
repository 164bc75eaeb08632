import { type Level, pino } from 'pino';
import { textOf } from '../../conventions/errors/text-of.js';
import { jsonLine } from '../formats/json.format.js';
import type { LineShape } from '../line-shape.js';
import type { LineTimes } from '../line-times.js';
import { withErrorOnce } from '../logged-errors.js';
import { boundFields } from './bound-fields.js';
import { jsonText } from './json-text.js';
import type { LineParts } from './line-parts.js';
import type { LineTarget } from './line-target.js';
import { LogLine } from './log-line.js';

/** How a line is described. */
interface Description {
  readonly shape: LineShape;
  readonly times: LineTimes;
}

interface PinoMembers {
  readonly levels: { readonly labels: Readonly<Record<number, string>> };
}

type Serializers = Readonly<Record<string, ((value: unknown) => unknown) | undefined>>;
type Formatters = { readonly log?: ((line: object) => object) | undefined };

const { asJsonSym, chindingsSym, formattersSym, serializersSym } = pino.symbols;

/**
 * Replaces how pino makes the text of a line: the line is described once, and each format is made of the description.
 * Child loggers inherit it.
 */
export function composeLines(root: PinoMembers, { shape, times }: Description, target: LineTarget): void {
  const { format = jsonLine } = target;
  function lineText(this: PinoMembers, line: object, message: unknown, severity: number): string {
    const { log } = member<Formatters>(this, formattersSym);
    const { error: describe = shape.error } = member<Serializers>(this, serializersSym);
    const own: { error?: unknown } = withErrorOnce(shape.line(log === undefined ? line : log(line)));
    const composed = new LogLine(
      this.levels.labels[severity] ?? ('info' satisfies Level),
      times.read(),
      boundFields(member<string>(this, chindingsSym)),
      (own.error === undefined ? own : { ...own, error: describe(own.error) }) as LineParts,
      messageText(message, shape),
    );
    target.record?.(composed);
    return format(composed);
  }
  Object.assign(root, { [asJsonSym]: lineText });
}

function member<T>(logger: PinoMembers, symbol: symbol): T {
  return (logger as unknown as Readonly<Record<symbol, T>>)[symbol] as T;
}

function messageText(message: unknown, shape: LineShape): string | undefined {
  if (typeof message === 'string' || message === undefined) return message;
  return typeof message === 'object' ? jsonText(shape.value(message)) : textOf(message);
}
