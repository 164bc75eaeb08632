import { OtlpStatusError } from '../../sending/passing-failure.js';
import type { SendOutcome } from '../../sending/send-outcome.js';
import type { Finding } from '../findings/finding.js';
import { failureCause, type FailureCause, unconfirmedCause } from './failure-cause.js';
import type { Probe } from './probe.js';

/** Longest time of one attempt. */
const TIME_LIMIT_MS = 5_000;
/** The receiver is there, and does not like a request without items. */
const EMPTY_REFUSED = 400;

/** Tries each receiver, all at the same time, with one small request that has no items in it. */
export async function receiverFindings(
  probes: readonly Probe[],
  timeLimitMs = TIME_LIMIT_MS,
): Promise<readonly Finding[]> {
  return Promise.all(probes.map((probe) => tried(probe, timeLimitMs)));
}

async function tried(probe: Probe, timeLimitMs: number): Promise<Finding> {
  const deadline = AbortSignal.timeout(timeLimitMs);
  const late = new Promise<'late'>((resolve) => deadline.addEventListener('abort', () => resolve('late')));
  try {
    const outcome = await Promise.race([probe.send(deadline), late]);
    return outcome === 'late' || deadline.aborted ? failed(probe, tooLate(timeLimitMs)) : findingOf(probe, outcome);
  } catch (error) {
    return failed(probe, failureCause(error));
  }
}

function findingOf(probe: Probe, outcome: SendOutcome): Finding {
  if (outcome.kind === 'sent') return reached(probe, 'was reached, and took a request without items');
  const { error } = outcome;
  if (error instanceof OtlpStatusError && error.code === EMPTY_REFUSED) {
    return reached(probe, 'was reached, and takes no request without items (status 400)');
  }
  if (outcome.kind === 'lost' && outcome.reason === 'unconfirmed') return failed(probe, unconfirmedCause());
  // It is there, and may be well in a moment.
  const isBusy = outcome.kind === 'failed' && outcome.quick === true && error instanceof OtlpStatusError;
  return failed(probe, failureCause(error), isBusy ? 'warning' : 'error');
}

function reached(probe: Probe, what: string): Finding {
  return { level: 'ok', about: probe.signal, what: `${receiver(probe)} ${what}.` };
}

function failed(probe: Probe, { what, why, fix }: FailureCause, level: 'error' | 'warning' = 'error'): Finding {
  return { level, about: probe.signal, what: `${receiver(probe)} ${what}.`, why, fix };
}

function tooLate(ms: number): FailureCause {
  return {
    what: 'does not answer',
    why: `There was no answer within ${ms} ms.`,
    fix: 'Check the address, firewalls and network policies, and the log of the receiver.',
  };
}

function receiver({ name, address }: Probe): string {
  return `The receiver ${address === undefined ? name : `${name} at ${address}`}`;
}
