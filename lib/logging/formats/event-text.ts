import { hostAndPath } from '../../conventions/http/host-and-path.js';
import type { EventFields } from '../../conventions/logs/kind-event.js';

type Fields = Readonly<Record<string, unknown>>;

/** The lines that telemetry writes about finished operations. Their fields have known meanings. */
const EVENTS: ReadonlySet<EventFields['event']> = new Set([
  'http_request',
  'http_client_request',
  'rpc_call',
  'rpc_client_call',
  'db_query',
  'cache_operation',
  'business_operation',
  'message_sent',
  'message_processed',
]);

/** Fields that may repeat words of the message or of the query. */
const MAY_REPEAT: ReadonlySet<string> = new Set([
  'method',
  'url',
  'route',
  'status_code',
  'operation',
  'table',
  'destination',
  'error_type',
]);

/** Only the person at this terminal can be the client. */
const LOOPBACK = /^(?:127\.|::1$|::ffff:127\.)/;

/** How a person reads the fields of a line: the facts with their unit, and the fields that need their name. */
export interface EventText {
  readonly facts: readonly string[];
  readonly named: Fields;
}

/** Says each fact of a finished operation once. `besides` is what the line says of its error. Undefined for other lines. */
export function eventText(message: string, fields: Fields, besides = ''): EventText | undefined {
  const { event, duration_ms: durationMs, response_size_bytes: size, client_address: client, ...others } = fields;
  if (!EVENTS.has(event as string)) return undefined;
  const said = `${message} ${typeof others['query'] === 'string' ? others['query'] : ''} ${besides}`;
  const isNew = ([name, value]: readonly [string, unknown]) =>
    !MAY_REPEAT.has(name) || !wordsOf(value).some((word) => saysWord(said, word));
  const named = Object.fromEntries(Object.entries(others).filter(isNew));
  const facts = [
    ...(typeof durationMs === 'number' ? [durationText(durationMs)] : []),
    ...(typeof size === 'number' ? [sizeText(size)] : []),
    ...(typeof client === 'string' && !LOOPBACK.test(client) ? [`from ${client}`] : []),
  ];
  return { facts, named };
}

/** How a message says a value: as it is, or a URL as host and path. */
function wordsOf(value: unknown): string[] {
  const text = String(value);
  const target = hostAndPath(text);
  return target === undefined ? [text] : [text, target.host + target.path];
}

function saysWord(text: string, word: string): boolean {
  return ` ${text} `.includes(` ${word} `);
}

function durationText(ms: number): string {
  return ms < 1_000 ? `${ms.toFixed(ms < 10 ? 2 : 1)} ms` : `${(ms / 1_000).toFixed(2)} s`;
}

function sizeText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
