import { ROOT_CONTEXT } from '@opentelemetry/api';

/** A request of which the answer, or its lack, may have another one sent. */
export interface Attempt {
  /** The span or context that sends it: requests of others have nothing to do with it. */
  readonly parent: object;
  readonly method: string;
  readonly url: string;
  /** How many requests were sent for the same purpose before it. */
  readonly count: number;
}

/** Methods that clients repeat by themselves after a failure. */
const REPEATABLE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE', 'QUERY']);
const REDIRECTS: ReadonlySet<number> = new Set([300, 301, 302, 303, 307, 308]);
/** Below 500, the answers after which clients try again. */
const LATER: ReadonlySet<number> = new Set([408, 413, 425, 429]);

const MAX_AWAITED = 32;
const MAX_URL_LENGTH = 8192;

/**
 * Counts how often a request was sent again. No client says so: the request that follows a redirect goes to its
 * location, and one that is tried again repeats method and URL of one that has failed. Both are within the same work.
 */
export class Resends {
  /** By the work, then by what would be sent again: the counts of the requests that are awaited. */
  private readonly awaited = new WeakMap<object, Map<string, number[]>>();
  /** For methods that are repeated on request only. */
  private readonly senders = new WeakMap<object, number>();

  /** `sender` is the object that sends a request and all that follow from it, where a client shows it. */
  begin(parent: object, method: string, url: string, sender: (() => object | undefined) | undefined): Attempt {
    const awaited = this.awaited.get(parent);
    const known = awaited && (take(awaited, hrefOf(url)) ?? take(awaited, `${method} ${url}`));
    const count = REPEATABLE.has(method) ? (known ?? 0) : this.bySender(sender?.(), known);
    return { parent, method, url, count };
  }

  private bySender(sender: object | undefined, known: number | undefined): number {
    const before = sender && this.senders.get(sender);
    const count = known ?? (before === undefined ? 0 : before + 1);
    if (sender !== undefined) this.senders.set(sender, count);
    return count;
  }

  /** Call when the head of an answer is here: clients may send the next request before the answer has ended. */
  answered(attempt: Attempt, statusCode: number, location: string | undefined): void {
    if (REDIRECTS.has(statusCode)) {
      if (location !== undefined) this.await(attempt, hrefOf(location, attempt.url));
    } else if (statusCode >= 500 || LATER.has(statusCode)) this.failed(attempt);
  }

  /** Call for a request that got no answer, or not all of it. */
  failed(attempt: Attempt): void {
    // Without work around it, a request that polls would look like one that is tried again.
    if (REPEATABLE.has(attempt.method) && attempt.parent !== ROOT_CONTEXT)
      this.await(attempt, `${attempt.method} ${attempt.url}`);
  }

  private await({ parent, count }: Attempt, what: string | undefined): void {
    if (what === undefined || what.length > MAX_URL_LENGTH) return;
    let awaited = this.awaited.get(parent);
    if (awaited === undefined) this.awaited.set(parent, (awaited = new Map()));
    const counts = awaited.get(what);
    if (counts !== undefined) {
      if (counts.length < MAX_AWAITED) counts.push(count + 1);
      return;
    }
    if (awaited.size >= MAX_AWAITED) awaited.delete(awaited.keys().next().value as string);
    awaited.set(what, [count + 1]);
  }
}

function take(awaited: Map<string, number[]>, what: string | undefined): number | undefined {
  if (what === undefined) return undefined;
  const counts = awaited.get(what);
  const count = counts?.shift();
  if (counts?.length === 0) awaited.delete(what);
  return count;
}

/** The URL as a client would ask for it, without its fragment. */
function hrefOf(url: string, base?: string): string | undefined {
  if (!URL.canParse(url, base)) return undefined;
  const parsed = new URL(url, base);
  parsed.hash = '';
  return parsed.href;
}
