import { beginsWithQuery, splitQuery } from './query-message.js';
import { withoutQuotedData } from './quoted-data.js';

/** Words before a quoted name of a database object. Such a name is not data. */
const NAMES =
  /(?:^|[\s"'(@])(?:relation|table|column|constraint|index|schema|database|role|user|function|procedure|operator|view|trigger|type|enum|extension|language|collation|parameter|variable|key|cursor|partition|server|host|plugin|engine|field|attribute|statement|command|set|of|in|from|on|@)\s?$/i;

/**
 * Removes quoted text from the message of a database driver, or of a library that wraps one. Names of database objects
 * stay.
 */
export function driverMessage(message: string, system: string | undefined): string {
  const [query, rest] = splitQuery(message, system);
  return query + withoutQuotations(withoutQuotedData(rest));
}

/**
 * Removes the data of the query at the beginning of a text, as in the message of a query builder. Other texts are
 * unchanged.
 */
export function withoutQuery(text: string): string {
  return beginsWithQuery(text) ? driverMessage(text, undefined) : text;
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

/** The next of these quotation marks that ends a word. */
function closing(text: string, quote: string, from: number): number {
  for (let at = text.indexOf(quote, from); at >= 0; at = text.indexOf(quote, at + 1)) {
    if (at === text.length - 1 || BEHIND.test(text[at + 1] as string)) return at;
  }
  return -1;
}
