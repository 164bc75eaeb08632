/** Where a connection string leads. A part that is there and empty hides the option of that name. */
export interface ConnectionTarget {
  readonly host: string;
  readonly database: string;
  readonly port?: string;
  readonly user?: string;
}

/**
 * Reads a connection string as `pg` does, which is not how `new URL()` reads it: sockets, hosts as parameters, parts that
 * are percent-encoded. Undefined where `pg` refuses it.
 *
 * Source: pg-connection-string 2.
 */
export function connectionTarget(text: string): ConnectionTarget | undefined {
  if (text.startsWith('/')) {
    const [host = '', database = ''] = text.split(' ');
    return { host, database };
  }
  try {
    return readUrl(text);
  } catch {
    return undefined;
  }
}

const NO_HOST = '___DUMMY___';

function readUrl(text: string): ConnectionTarget {
  // A space, and a percent sign that begins no escape sequence, stand for themselves.
  const isLoose = / |%[^a-f0-9]|%[a-f0-9][^a-f0-9]/i.test(text);
  const encoded = isLoose ? encodeURI(text).replaceAll(/%25(\d\d)/g, '%$1') : text;
  const url = URL.canParse(encoded, BASE)
    ? new URL(encoded, BASE)
    : new URL(encoded.replace('@/', `@${NO_HOST}/`), BASE);
  const parameters = Object.fromEntries(url.searchParams);
  const user = parameters['user'] || decodeURIComponent(url.username);
  if (url.protocol === 'socket:') {
    const { port, db = '' } = parameters;
    return { host: decodeURI(url.pathname), database: db, user, ...(port === undefined ? {} : { port }) };
  }
  const hostname = url.hostname.toLowerCase() === NO_HOST.toLowerCase() ? '' : url.hostname;
  const named = parameters['host'];
  const path = named && /^%2f/i.test(hostname) ? `${hostname}${url.pathname}` : url.pathname.slice(1);
  return {
    host: named || decodeURIComponent(hostname.replace(/^\[(.*)\]$/, '$1')),
    port: parameters['port'] || url.port,
    database: decodeURI(path),
    user,
  };
}

const BASE = 'postgres://base';
