import { describeSql } from '../database/sql/describe-sql.js';

/** Query builders put the query, with its values, before the message. A class name may precede both. */
const QUERY =
  /^(?:[\w.]{1,60}: )?(?:Failed query: )?\s*(?:insert\s+into|replace\s+into|merge\s+into|delete\s+from|update\s+\S+\s+set|with\s+\S+\s+as|select|create|alter|drop|call|exec|truncate)\b/i;
const HEADING = /^(?:[\w.]{1,60}: )?(?:Failed query: )?/;
const QUERY_WITH_DATA =
  /^(?:[\w.]{1,60}: )?(?:Failed query: |\s*(?:insert\s+into|replace\s+into|merge\s+into|delete\s+from|update\s+\S+\s+set|with\s+\S+\s+as|select\s[^\n]{1,500}?(?:'|\sfrom\s)))/i;

const PARAMETERS = '\nparams: ';
const SEPARATOR = ' - ';
const MAX_QUERY = 1_000;

/** True if a text begins with a query that may contain data. False for a sentence that begins with the same word. */
export function beginsWithQuery(text: string): boolean {
  return QUERY_WITH_DATA.test(text);
}

/** Splits a message into its leading query, without data, and the error text. */
export function splitQuery(message: string, system: string = 'other_sql'): [query: string, rest: string] {
  if (!QUERY.test(message)) return ['', message];
  const heading = HEADING.exec(message)?.[0] ?? '';
  const parameters = message.indexOf(PARAMETERS);
  const text = message.slice(heading.length, parameters < 0 ? undefined : parameters);
  const end = separatorIn(text);
  const query = describeSql(text.slice(0, end), system, MAX_QUERY).text;
  return [heading + query, end === undefined ? '' : text.slice(end)];
}

/** The first separator outside literals. A backslash may escape a quotation mark: the literal then continues. */
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
