import { looksRandom } from './credential-texts.js';
import { REDACTED } from './redacted.js';
import { bareEnd, bracketsEnd, lineEnd, quotedEnd } from './value-ends.js';

/** Returns the text that replaces a named value. Undefined if the value may be shown. */
export type Replace = (name: string, value: unknown) => string | undefined;

/** Separators between a name and its value. */
const SEPARATOR = /%3D|[=:]/gi;
const NAME_CHARACTER = /[\w.$@%[\]\-\u0080-\uFFFF]/;
const MAX_NAME = 64;
/** After a question mark, these names also hold secrets. */
const QUERY_NAMES = /^(?:code|key|sig|ticket|assertion|saml(?:response|request|art)|hmac|x-(?:amz|goog)-[a-z-]+)$/i;
/** Headers whose value ends at the end of the line. */
const WHOLE_LINE = /(?:^|[-_])(?:authorization|cookie)$/i;
/** Values of these names are always hidden. After `token: ` or `session: `, prose may follow. */
const STRONG = /passw|pwd|passphrase|secret|key|authorization|cookie|passcode|connectionstring/i;
/** Words that follow `password: ` in prose and in validation messages. */
const PROSE =
  /^(?:must|should|is|was|are|has|have|had|can|cannot|may|not|no|yes|and|or|the|a|an|in|at|to|for|of|too|required|invalid|incorrect|wrong|missing|expired|expected|field|string|number|boolean|undefined|null|true|false)$/i;
/** Placeholders of SQL and of templates. */
const PLACEHOLDER = /^(?:\?|\$\d|\$\{|:[a-z_]|@[a-z_]|%[sdj]\b|\*{3,}|\[?REDACTED)/i;
const FILE = /\.[cm]?[jt]sx?$|\.(?:json|py|go|rb|java|php)$/i;
const LITERAL = /^(?:true|false|null|undefined)$/;

const QUOTE = /["'`]/;
const OPENING_QUOTE = /^\\{0,4}["'`]/;
const MAX_QUOTE = 5;
const SPACES = /^\s{0,4}/;
const SCHEME = /^(?:bearer|basic|digest|negotiate|token|apikey)$/i;
/** A port, as in `secret.example.com:8443`. */
const PORT = /^\d{1,5}(?::\d+)*$/;

interface Name {
  readonly text: string;
  /** The quotation mark after the name, with the backslashes before it. Empty if there is none. */
  readonly quote: string;
  readonly isInQuery: boolean;
}

/** The text between `from` and `to`, without quotation marks. */
interface Value {
  readonly from: number;
  readonly to: number;
  readonly form: 'quoted' | 'brackets' | 'line' | 'bare';
}

/** Hides the value after a secret's name in a text: `name=value`, `name: value`, JSON, queries, header lines. */
export class NamedValues {
  constructor(
    private readonly replace: Replace,
    private readonly isCandidate: (name: string) => boolean,
  ) {}

  shown(text: string): string {
    let shown = '';
    let from = 0;
    SEPARATOR.lastIndex = 0;
    for (let found = SEPARATOR.exec(text); found !== null; found = SEPARATOR.exec(text)) {
      const { 0: separator, index } = found;
      const value = this.secretBehind(text, index, separator);
      if (value === undefined) continue;
      shown += text.slice(from, value.from) + value.replacement;
      from = value.to;
      // The application's rules may match other texts.
      SEPARATOR.lastIndex = from;
    }
    return from === 0 ? text : shown + text.slice(from);
  }

  private secretBehind(text: string, at: number, separator: string): (Value & { replacement: string }) | undefined {
    if (separator === ':' && text.startsWith('//', at + 1)) return undefined;
    const name = nameBefore(text, at, separator);
    if (name === undefined) return undefined;
    const isQueryName = name.isInQuery && QUERY_NAMES.test(name.text);
    if (!isQueryName && !this.isCandidate(name.text)) return undefined;
    const value = valueBehind(text, at, separator, name);
    const shown = text.slice(value.from, value.to);
    if (shown === '' || PLACEHOLDER.test(shown)) return undefined;
    if (value.form === 'bare' && !isSaid(name, separator, text[at + separator.length] === ' ', shown)) return undefined;
    const replacement = isQueryName ? REDACTED : this.replace(name.text, value.form === 'bare' ? scalar(shown) : shown);
    if (replacement === undefined) return undefined;
    return { ...value, replacement: value.form === 'brackets' ? name.quote + replacement + name.quote : replacement };
  }
}

function nameBefore(text: string, separatorAt: number, separator: string): Name | undefined {
  let end = separatorAt;
  while (end > 0 && separatorAt - end < 3 && text[end - 1] === ' ') end--;
  let quoteFrom = end;
  if (end > 0 && QUOTE.test(text[end - 1] as string)) {
    quoteFrom--;
    while (end - quoteFrom < MAX_QUOTE && text[quoteFrom - 1] === '\\') quoteFrom--;
  }
  let start = quoteFrom;
  while (start > 0 && quoteFrom - start < MAX_NAME && NAME_CHARACTER.test(text[start - 1] as string)) start--;
  if (start === quoteFrom) return undefined;
  const found = text.slice(start, quoteFrom);
  // In `%3Ftoken%3D`, the name begins after the encoded question mark. A dash before a name belongs to a command-line
  // option.
  const name = decoded(separator.length > 1 ? (found.split(/%(?:3F|26)/i).at(-1) as string) : found).replace(
    /^[-$@]+/,
    '',
  );
  if (!/[^\d.:[\]-]/.test(name)) return undefined;
  const before = text[start - 1];
  return {
    text: name,
    quote: text.slice(quoteFrom, end),
    isInQuery: separator !== ':' && (before === '?' || before === '&' || name.length < found.length),
  };
}

function valueBehind(text: string, at: number, separator: string, name: Name): Value {
  let from = at + separator.length;
  // `=>`, `:=`, `==`.
  while (from - at < 3 && (text[from] === '=' || text[from] === '>')) from++;
  const line = WHOLE_LINE.test(name.text) && separator === ':' && name.quote === '';
  const spaces = SPACES.exec(text.slice(from, from + 8))?.[0].length ?? 0;
  from += spaces;
  const quote = OPENING_QUOTE.exec(text.slice(from, from + MAX_QUOTE))?.[0];
  if (quote !== undefined) {
    from += quote.length;
    return { from, to: quotedEnd(text, from, quote), form: 'quoted' };
  }
  if (text[from] === '{' || text[from] === '[') {
    if (!text.startsWith(REDACTED, from)) return { from, to: bracketsEnd(text, from), form: 'brackets' };
  }
  if (line) return { from, to: lineEnd(text, from), form: 'line' };
  const to = bareEnd(text, from, separator);
  const isScheme = SCHEME.test(text.slice(from, to)) && text[to] === ' ';
  return { from, to: isScheme ? bareEnd(text, to + 1, separator) : to, form: 'bare' };
}

/** True if an unquoted text is a value. After a colon, prose, a port or a line number may follow. */
function isSaid(name: Name, separator: string, isSpaced: boolean, value: string): boolean {
  if (name.quote !== '') return !LITERAL.test(value);
  if (FILE.test(name.text)) return false;
  if (separator !== ':' && !isSpaced) return true;
  if (PROSE.test(value)) return false;
  // `password = users.password`.
  if (separator === '=' && /^[a-z_]\w*\.\w+$/i.test(value)) return false;
  if (name.text.includes('.') && PORT.test(value)) return false;
  return STRONG.test(name.text) || looksRandom(value);
}

/** JSON numbers and booleans, which distinguish a count from a code. */
function scalar(value: string): unknown {
  if (LITERAL.test(value)) return value === 'true';
  return /^\d{1,15}$/.test(value) ? Number(value) : value;
}

function decoded(name: string): string {
  if (!name.includes('%')) return name;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
