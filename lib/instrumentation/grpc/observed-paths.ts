import { pathMatcher } from '../../conventions/path-matcher.js';

/** The collector's own protocol: that telemetry is sent must not become telemetry. */
const OTLP = '/opentelemetry.proto.collector.';

/** Tells whether calls of a path such as `/shop.Orders/Find` are observed. */
export function observedPaths(ignorePatterns: readonly string[]): (path: string) => boolean {
  const ignored = pathMatcher(ignorePatterns);
  return (path) => !path.startsWith(OTLP) && !ignored(path.slice(1));
}
