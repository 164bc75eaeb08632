import type { MessageRelation, MessageSize, PublishedMessage } from '../context/message.js';
import { ask } from '../described/described-call.js';
import type { ReportFault } from '../observation/index.js';
import { TelemetryError } from '../telemetry.errors.js';

/** What the decorators of messages have in common. Functions get the arguments of the call. */
export interface MessageCallbacks<Headers> {
  /** `rabbitmq`, `kafka`, `mqtt`, … */
  readonly system: string;
  /** The queue, topic or channel: one of few, since it reaches metrics. */
  readonly destination: string | ((...args: never[]) => string);
  /** What the system calls it. Default: `publish` for one that sends, `process` for one that handles. */
  readonly operation?: string;
  /**
   * The headers of the message, such as `(message) => message.properties.headers`: the trace context is written there
   * before a method that sends runs, and read there before one that handles. A batch has a list with those of each.
   */
  readonly headers?: (...args: never[]) => Headers | null | undefined;
  /** The message's body, or how many bytes it has. */
  readonly size?: (...args: never[]) => MessageSize | undefined;
  readonly messageId?: (...args: never[]) => string | undefined;
}

/** A message as its callbacks describe it. One that throws must not fail the call that it describes. */
export function describeMessage<Headers>(
  method: string,
  { system, destination, operation, headers, size, messageId }: MessageCallbacks<Headers>,
  args: readonly unknown[],
  report: ReportFault,
): DescribedMessage<Headers> {
  const asked = <Result>(what: string, callback: ((...args: never[]) => Result) | undefined): Result | undefined =>
    ask(report, `The "${what}" of ${method}`, () => callback?.(...(args as never[])));
  return {
    system,
    destination: typeof destination === 'string' ? destination : (asked('destination', destination) ?? 'unknown'),
    operation,
    headers: asked('headers', headers) ?? undefined,
    size: asked('size', size),
    messageId: asked('messageId', messageId),
  };
}

interface DescribedMessage<Headers> extends Omit<PublishedMessage, 'headers'> {
  readonly headers: Headers | undefined;
}

const RELATIONS: readonly unknown[] = [undefined, 'child', 'link'] satisfies (MessageRelation | undefined)[];

/** @throws TelemetryError when an option is wrong. */
export function checkMessageOptions(
  decorator: string,
  method: string,
  options: MessageCallbacks<unknown> & { readonly relation?: unknown },
): void {
  const { system, destination, operation, headers, size, messageId, relation } = Object(options) as typeof options;
  const problems: readonly [boolean, string, string][] = [
    [isText(system), 'system', 'a text such as rabbitmq'],
    [isText(destination) || typeof destination === 'function', 'destination', 'a text, or a function of the arguments'],
    [operation === undefined || isText(operation), 'operation', 'a text such as publish'],
    ...Object.entries({ headers, size, messageId }).map(([name, callback]): [boolean, string, string] => [
      callback === undefined || typeof callback === 'function',
      name,
      'a function of the arguments',
    ]),
    [RELATIONS.includes(relation), 'relation', "'child' or 'link'"],
  ];
  const problem = problems.find(([isRight]) => !isRight);
  if (problem !== undefined) throw wrongOption(decorator, method, problem[1], problem[2]);
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function wrongOption(decorator: string, method: string, option: string, right: string): TelemetryError {
  return new TelemetryError(
    'INVALID_OPTION',
    `The option "${option}" of @${decorator} on ${method} is wrong.`,
    'Without it, messages would be counted under a wrong name or lose their trace.',
    `Give ${right}.`,
  );
}
