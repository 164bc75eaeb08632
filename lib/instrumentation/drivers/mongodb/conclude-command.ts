import { databaseResult } from '../../../conventions/database/database.js';
import { className } from '../../../conventions/errors/class-name.js';
import { GIVEN_UP } from '../../../conventions/given-up.js';
import { type Conclude, concludeByThrow } from '../../../observation/index.js';

/** What the driver makes of an answer: an object, or one that is read from its bytes when asked. */
interface Answer {
  readonly batchSize?: unknown;
  readonly cursor?: { readonly firstBatch?: unknown; readonly nextBatch?: unknown };
  readonly writeErrors?: unknown;
  readonly writeConcernError?: unknown;
  has?(name: string): boolean;
  toObject?(): Answer;
}

interface Refusal {
  readonly code?: unknown;
  readonly errmsg?: unknown;
}

/** The server quotes the value that is there already. */
const DUPLICATE = /dup key: .*/s;

/** The driver refuses a session that has ended before. Here it ended while the command waited for its connection. */
const SESSION_ENDED = 'MongoExpiredSessionError';

/** A server that refuses a write answers the command all the same; the driver throws later, above its connection. */
export const concludeCommand: Conclude = (settlement) => {
  if (settlement.as === 'thrown') {
    if (className(settlement.error) === SESSION_ENDED) return GIVEN_UP;
    return databaseResult({}, settlement.error ?? new Error('Unknown'));
  }
  if (settlement.as === 'cancelled') return concludeByThrow(settlement);
  const answer = Object(settlement.value) as Answer;
  const refusal = refusalOf(answer);
  return refusal === undefined ? databaseResult({ returnedRows: rowsOf(answer) }) : databaseResult({}, refusal);
};

function refusalOf(answer: Answer): Error | undefined {
  const lazy = typeof answer.has === 'function';
  if (lazy && answer.has?.('writeErrors') !== true && answer.has?.('writeConcernError') !== true) return undefined;
  const { writeErrors, writeConcernError } = lazy ? (answer.toObject?.() ?? answer) : answer;
  const refusal = (Array.isArray(writeErrors) ? writeErrors[0] : undefined) ?? writeConcernError;
  if (refusal === undefined || refusal === null) return undefined;
  const { code, errmsg } = refusal as Refusal;
  const message = String(errmsg).replace(DUPLICATE, 'dup key');
  return Object.assign(new Error(message), { name: 'MongoWriteError', code });
}

function rowsOf(answer: Answer): number | undefined {
  if (typeof answer.has === 'function') {
    return typeof answer.batchSize === 'number' ? answer.batchSize : undefined;
  }
  const batch = answer.cursor?.firstBatch ?? answer.cursor?.nextBatch;
  return Array.isArray(batch) ? batch.length : undefined;
}
