import { describeSql } from '../database/sql/describe-sql.js';
import { withoutQuotedData } from './quoted-data.js';

/** Before a quotation: it is the name of something in the database, not data. */
const NAMES =
  /(?:^|[\s"'(@])(?:relation|table|column|constraint|index|schema|database|role|user|function|procedure|operator|view|trigger|type|enum|extension|language|collation|parameter|variable|key|cursor|partition|server|host|plugin|engine|field|attribute|statement|command|set|of|in|from|on|@)\s?$/i;

/** Query builders put the query, with its values, before the message. */
const QUERY =
  /^(?:Failed query: )?\s*(?:insert|select|update|delete|with|merge|replace|create|alter|drop|call|exec|truncate)\b/i;
const FAILED_QUERY = 'Failed query: ';

const PARAMETERS = '\nparams: ';
const SEPARATOR = ' - ';

/** The message of a database's driver, or of what wraps one: what it quotes is removed, but for names. */
export function driverMessage(message: string, system: string | undefined): string {
  const [query, rest] = splitQuery(message, system);
  return query + withoutQuotations(withoutQuotedData(rest));
}

/** A mapper's message without the query's literals and parameters; messages of other errors are as they are. */
export function withoutQuery(message: string): string {
  return message.startsWith(FAILED_QUERY) ? splitQuery(message, undefined).join('') : message;
}

function splitQuery(message: string, system: string = 'other_sql'): [string, string] {
  if (!QUERY.test(message)) return ['', message];
  const prefix = message.startsWith(FAILED_QUERY) ? FAILED_QUERY : '';
  const parameters = message.indexOf(PARAMETERS);
  const text = message.slice(prefix.length, parameters < 0 ? undefined : parameters);
  const end = separatorIn(text);
  return [prefix + describeSql(text.slice(0, end), system, MAX_QUERY).text, end === undefined ? '' : text.slice(end)];
}

const MAX_QUERY = 1_000;

/** The first separator that stands in no literal. A backslash may escape a quotation mark: then the literal goes on. */
function separatorIn(text: string): number | undefined {
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    if (quote !== '') {
      if (character === '\\') at++;
      else if (character === quote) quote = '';
    } else if (character === "'" || character === '"' || character === '`') quote = character;
    else if (character === ' ' && text.startsWith(SEPARATOR, at)) return at;
  }
  return undefined;
}

const APOSTROPHE = /[A-Za-z]/;
const BEHIND = /[\s.,;:)\]@]/;

function withoutQuotations(text: string): string {
  let shown = '';
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const quote = text[at] as string;
    if (quote !== '"' && quote !== "'") continue;
    const isApostrophe = quote === "'" && APOSTROPHE.test(text[at - 1] ?? '') && APOSTROPHE.test(text[at + 1] ?? '');
    if (isApostrophe) continue;
    if (text.startsWith(`?${quote}`, at + 1)) {
      at += 2;
      continue;
    }
    const before = text.slice(Math.max(0, at - 40), at);
    const end = before.endsWith(': ') ? text.lastIndexOf(quote) : closing(text, quote, at + 1);
    const stop = end <= at ? text.length : end;
    if (!NAMES.test(before)) {
      shown += `${text.slice(from, at + 1)}?`;
      from = stop;
    }
    at = stop;
  }
  return from === 0 ? text : shown + text.slice(from);
}

/** The next of these marks that ends a word. */
function closing(text: string, quote: string, from: number): number {
  for (let at = text.indexOf(quote, from); at >= 0; at = text.indexOf(quote, at + 1)) {
    if (at === text.length - 1 || BEHIND.test(text[at + 1] as string)) return at;
  }
  return -1;
}
