/** Why something that was to be sent never arrives. */
export const LOSS_REASONS = [
  /** The queue held as many items, or as many bytes, as it may. */
  'queue_full',
  'queue_bytes',
  /** The receiver refused the request for good. */
  'refused',
  /** The receiver took the request, and rejected some of its items. */
  'rejected',
  /** The answer does not say that the items have arrived: it is not one of OTLP, or is broken. */
  'unconfirmed',
  /** What sends failed for a reason that another attempt does not change. */
  'failed',
  /** The application shut down before the items could be sent. */
  'shutdown',
] as const;

export type LossReason = (typeof LOSS_REASONS)[number];

/** The receiver was not there, or asked for patience: the same request may succeed later. */
export interface PassingFailure {
  readonly kind: 'failed';
  readonly error: unknown;
  /** The wait that the receiver asked for, in milliseconds. */
  readonly waitMs?: number | undefined;
  /** Whether the receiver is there, so that a retry makes sense even while the application shuts down. */
  readonly quick?: boolean;
}

/** Items that another attempt would lose as well: all, or `items` of them. */
export interface FinalLoss {
  readonly kind: 'lost';
  readonly reason: Extract<LossReason, 'refused' | 'rejected' | 'unconfirmed' | 'failed'>;
  readonly error: unknown;
  readonly items?: number;
}

export interface Sent {
  readonly kind: 'sent';
  /** What the receiver has to say all the same. */
  readonly warning?: string;
}

/** What became of one attempt to send items. */
export type SendOutcome = Sent | PassingFailure | FinalLoss;
