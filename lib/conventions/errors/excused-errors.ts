import { areOneFailure, errorChain } from './error-chain.js';
import { codeOf } from './error-code.js';

/**
 * Codes with which a database refuses data that breaks a constraint: SQLSTATE class 23, MySQL, SQLite, MongoDB and
 * Prisma.
 */
const REFUSED_DATA =
  /^(?:23[0-9A-Z]{3}|ER_DUP_ENTRY\w*|ER_(?:NO_REFERENCED|ROW_IS_REFERENCED)\w*|SQLITE_CONSTRAINT\w*|11000|P200[234])$/;

/**
 * The errors that an answer makes expected if it blames the caller: the exception that became the answer, the errors
 * that it wraps, and data that a database refused. `exception` is undefined if the handler answered by itself.
 */
export function excusedBy(exception: unknown): (error: unknown) => boolean {
  return (error) => areOneFailure(exception, error) || errorChain(error).some(isRefusedData);
}

function isRefusedData(error: object): boolean {
  const code = codeOf(error);
  return code !== undefined && REFUSED_DATA.test(String(code));
}
