import { attributeFindings } from './attribute-findings.js';

export interface ExaminedRecord {
  readonly eventName?: string | undefined;
  readonly body: unknown;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** What violates the registry in a log record. A record without an event name is the application's, with its names. */
export function recordFindings({ eventName, body, attributes }: ExaminedRecord): string[] {
  return attributeFindings(attributes, eventName ? 'package' : 'application').map(
    (finding) => `log record "${String(body)}": ${finding}`,
  );
}
