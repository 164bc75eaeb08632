import { REDACTED } from './redacted.js';

/** A scheme of the HTTP header `Authorization`, and its value. */
const SCHEME = /(?<![\w-])(bearer|basic|digest|negotiate|apikey|token)(\s{1,3}|%20|\+)([\w.~+/=:%-]{6,})/gi;
const CHALLENGE = /^(?:realm|charset|error|scope|nonce|algorithm)=/i;
const JSON_WEB_TOKEN = /(?<![\w-])eyJ[\w-]{5,}(?:\.[\w-]*){1,4}/g;
/** API keys with a recognisable prefix. */
const KNOWN_KEY =
  /(?<![A-Za-z\d])(?:gh[opusr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{20,}|[srp]k[_-](?:live|test|proj|ant)[\w-]{10,}|sk-[A-Za-z\d]{20,}|whsec_\w{16,}|xox[abeprs]-[\w-]{10,}|npm_\w{36}|hf_\w{30,}|SG\.[\w-]{16,}\.[\w-]{16,}|(?:AKIA|ASIA)[A-Z\d]{16}|AIza[\w-]{35})/g;
const PRIVATE_KEY = /-----BEGIN [A-Z\d ]{0,40}PRIVATE KEY/;

/** The minimum length of a credential. */
const SHORTEST = 12;
const LONG_WORD = /[\w-]{16}/;
const SCHEME_WORD = /(?:earer|asic|igest|egotiate|[kK]ey|oken|EARER|ASIC)[ +%]/;

/** Removes credentials that their form reveals. */
export function withoutCredentials(text: string): string {
  if (text.length < SHORTEST) return text;
  let shown = text;
  if (SCHEME_WORD.test(shown)) {
    shown = shown.replaceAll(SCHEME, (all, scheme: string, space: string, value: string) =>
      !CHALLENGE.test(value) && looksRandom(value) ? scheme + space + REDACTED : all,
    );
  }
  if (shown.includes('PRIVATE KEY')) shown = withoutPrivateKeys(shown);
  if (shown.includes('eyJ')) shown = shown.replaceAll(JSON_WEB_TOKEN, REDACTED);
  return LONG_WORD.test(shown) ? shown.replaceAll(KNOWN_KEY, REDACTED) : shown;
}

/** Natural words have no digits, and capital letters only at the start. */
export function looksRandom(value: string): boolean {
  if (value.length < 4) return false;
  if (/\d/.test(value)) return true;
  return value.length >= 8 && (/[a-z][A-Z]/.test(value) || value.endsWith('='));
}

function withoutPrivateKeys(text: string): string {
  let shown = '';
  let rest = text;
  for (let found = PRIVATE_KEY.exec(rest); found !== null; found = PRIVATE_KEY.exec(rest)) {
    const end = rest.indexOf('-----END', found.index);
    const stop = end < 0 ? -1 : rest.indexOf('-----', end + 8);
    shown += rest.slice(0, found.index) + REDACTED;
    rest = stop < 0 ? '' : rest.slice(stop + 5);
  }
  return shown + rest;
}
