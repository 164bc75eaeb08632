import { QUERY, type QueryFrames } from './query-frames.js';

/** Where a word stands. */
interface Place {
  /** The current operation. */
  readonly operation: string;
  readonly wordBefore: string;
  readonly frames: QueryFrames;
}

/** True if the name of a table follows the word. */
export function introducesTable(word: string, { operation, wordBefore, frames }: Place): boolean {
  switch (word) {
    case 'FROM':
      return frames.has(QUERY) && wordBefore !== 'DISTINCT';
    case 'USING':
      return operation === 'MERGE' || operation === 'DELETE';
    case 'INTO':
    case 'JOIN':
    case 'STRAIGHT_JOIN':
    case 'APPLY':
      return frames.has(QUERY);
    case 'ON':
      // The table of an index.
      return operation.endsWith(' INDEX') && frames.isOuter;
    default:
      return false;
  }
}
