import http from 'node:http';
import https from 'node:https';
import { isWrapped } from '../../instrumentation/is-wrapped.js';
import type { Finding } from './finding.js';

/** Methods of Node that official OpenTelemetry instrumentations, and those like them, replace. */
const METHODS: Readonly<Record<string, () => unknown>> = {
  'http.request': () => http.request,
  'https.request': () => https.request,
  'http.Server#emit': () => http.Server.prototype.emit,
  'https.Server#emit': () => https.Server.prototype.emit,
};

/** Hooks that others have taken in this process. */
export function wrappedModuleFindings(): readonly Finding[] {
  const wrapped = Object.keys(METHODS).filter((name) => isWrapped(METHODS[name]?.()));
  if (wrapped.length === 0) return [];
  return [
    {
      level: 'note',
      about: 'hooks',
      what: `Another instrumentation has replaced ${wrapped.join(', ')}.`,
      why: 'Telemetry continues the spans that it makes, and reports no call twice.',
    },
  ];
}
