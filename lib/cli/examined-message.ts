import type { Diagnosis } from '../doctor/diagnosis.js';

/** What the process of an examined application sends. */
export type ExaminedMessage =
  | { readonly kind: 'nestjs-telemetry:examined'; readonly diagnosis: Diagnosis }
  /** There was nothing to examine. */
  | { readonly kind: 'nestjs-telemetry:failed'; readonly reason: string };

/** Applications send messages of their own, such as `ready`. */
export function isExaminedMessage(message: unknown): message is ExaminedMessage {
  const { kind } = Object(message) as { readonly kind?: unknown };
  return kind === 'nestjs-telemetry:examined' || kind === 'nestjs-telemetry:failed';
}
