import { REDACTED } from './redacted.js';

/** Only this part of a longer URL is read. */
const MAX_URL = 2_048;
const END = /[\s"'`<>\\]/;
const AUTHORITY_END = /[/?#]/;
/** Schemes whose paths often contain an `@`. */
const WEB = /^(?:https?|wss?)$/i;
const HOSTS = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d+)?(?:,[\w.-]+(?::\d+)?)*$/i;
/** `user:password@host` without a scheme, as in Go's data source names. */
const BARE = /(?<![^\s"'`=(<,[])([\w.+%-]{1,64}):([^\s@:"'`<>/][^\s@"'`<>]{0,127})@(?=[\w[(])/g;
const ADDRESSES = /^(?:mailto|sips?|acct|xmpp|tel|npm|workspace)$/i;

/** Removes the credentials before the host of a URL, with any characters. */
export function withoutUrlCredentials(text: string): string {
  const shown = withoutUserInfo(text);
  return shown.replaceAll(BARE, (all, name: string) => (ADDRESSES.test(name) ? all : REDACTED + '@'));
}

function withoutUserInfo(text: string): string {
  let shown = '';
  let from = 0;
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', Math.max(at + 3, from))) {
    const start = at + 3;
    const url = urlAt(text, start);
    const end = url.includes('@') ? credentialsEnd(url, schemeBefore(text, at)) : -1;
    if (end < 0) continue;
    shown += text.slice(from, start) + REDACTED;
    from = start + end;
  }
  return from === 0 ? text : shown + text.slice(from);
}

function urlAt(text: string, start: number): string {
  const url = text.slice(start, start + MAX_URL);
  const end = url.search(END);
  return end < 0 ? url : url.slice(0, end);
}

function schemeBefore(text: string, end: number): string {
  return /[a-z][a-z\d+.-]*$/i.exec(text.slice(Math.max(0, end - 32), end))?.[0] ?? '';
}

/** The position of the `@` after the credentials; -1 if there are none. `url` begins after `://`. */
function credentialsEnd(url: string, scheme: string): number {
  const authorityEnd = url.search(AUTHORITY_END);
  const authority = authorityEnd < 0 ? url : url.slice(0, authorityEnd);
  const isWeb = WEB.test(scheme);
  if (authority.includes('@')) {
    // A lone user, such as a token, has no characters that need escaping.
    const isPair = authority.slice(0, authority.indexOf('@')).includes(':');
    return isPair ? lastAt(beforeQuery(url), isWeb) : authority.lastIndexOf('@');
  }
  const hasPassword = authority.includes(':') && (!HOSTS.test(authority) || (!isWeb && beforeQuery(url).includes('@')));
  if (!hasPassword) return -1;
  const end = lastAt(beforeQuery(url), isWeb);
  return end < 0 ? lastAt(url, isWeb) : end;
}

function beforeQuery(url: string): string {
  const query = url.indexOf('?');
  return query < 0 ? url : url.slice(0, query);
}

/** `/@scope/package` is a path. */
function lastAt(url: string, isWeb: boolean): number {
  let at = url.lastIndexOf('@');
  if (!isWeb) return at;
  while (at > 0 && url[at - 1] === '/') at = url.lastIndexOf('@', at - 1);
  return at;
}
