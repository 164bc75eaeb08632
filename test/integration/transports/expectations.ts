import type { Case, HandlerName } from './cases.js';

/** What the two spans of a case have to say. */
export interface Expectation {
  readonly handler: HandlerName;
  readonly sentBy: 'send' | 'publish';
  readonly sendFailed: boolean;
  readonly processFailed: boolean;
  /** What is recorded of the handler's own error, before any filter changes it. */
  readonly exception?: string;
  /** Which ends last, for a request; of an event it depends on who is quicker. */
  readonly endsLast?: 'send' | 'process' | undefined;
}

const WELL = { sentBy: 'send', sendFailed: false, processFailed: false } as const;
const FAILED = { sentBy: 'send', sendFailed: true, processFailed: true, endsLast: 'send' } as const;

export const EXPECTATIONS: Readonly<Record<Case, Expectation>> = {
  'request and reply': { ...WELL, handler: 'sum', endsLast: 'send' },
  event: { ...WELL, handler: 'ordered', sentBy: 'publish' },
  'streamed reply': { ...WELL, handler: 'count', endsLast: 'send' },
  'handler error': { ...FAILED, handler: 'fail', exception: 'OutOfStock: no stock left' },
  'guard rejection': { ...FAILED, handler: 'guarded', exception: 'RpcException: Forbidden resource' },
  // Both are the client's own decision, and no error of anybody's.
  'timeout of the client': { ...WELL, handler: 'slow', endsLast: 'process' },
  unsubscribed: { ...WELL, handler: 'endless', endsLast: 'process' },
};
