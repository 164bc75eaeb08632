import { REDACTED } from '../conventions/redaction/redacted.js';
import type { ReportFault } from '../observation/index.js';
import { ask } from './described-call.js';

/** Turns a requested path or template into the one that is recorded. */
export type RewritePath = (path: string) => string;

/** If `rewrite` throws, the path is not recorded. */
export function pathRewriter(rewrite: RewritePath | undefined, report: ReportFault): RewritePath {
  if (rewrite === undefined) return (path) => path;
  return (path) => {
    const rewritten: unknown = ask(report, 'The option http.path', () => rewrite(path));
    return typeof rewritten === 'string' ? rewritten : `/${REDACTED}`;
  };
}
