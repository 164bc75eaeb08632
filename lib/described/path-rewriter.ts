import { REDACTED } from '../conventions/redaction/redacted.js';
import type { ReportFault } from '../observation/index.js';
import { ask } from './described-call.js';

/** Makes the path or template that is recorded from the one that was asked for. */
export type RewritePath = (path: string) => string;

/** Paths that `rewrite` fails on are not recorded. */
export function pathRewriter(rewrite: RewritePath | undefined, report: ReportFault): RewritePath {
  if (rewrite === undefined) return (path) => path;
  return (path) => {
    const rewritten: unknown = ask(report, 'The option http.path', () => rewrite(path));
    return typeof rewritten === 'string' ? rewritten : `/${REDACTED}`;
  };
}
