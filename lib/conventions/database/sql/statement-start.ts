import type { Expected } from './expected.js';
import { mayBeLong } from './long-verbs.js';
import {
  CALL_WORDS,
  DEFINITION_WORDS,
  MODIFIERS,
  OBJECT_WORDS,
  PREFIX_WORDS,
  STATEMENT_WORDS,
} from './statement-words.js';

/** The operation of a statement that begins with an unknown word. */
export const OTHER_OPERATION = 'OTHER';

export interface StatementStart {
  readonly operation: string;
  /** After `verb` and `object`, a further word belongs to the operation. */
  readonly expected: Expected;
}

/** The operation that a word begins, besides queries. */
export function statementStart(word: string): StatementStart {
  if (DEFINITION_WORDS.has(word)) return { operation: word, expected: 'object' };
  if (mayBeLong(word)) return { operation: word, expected: 'verb' };
  if (CALL_WORDS.has(word)) return { operation: word, expected: 'target' };
  if (PREFIX_WORDS.has(word)) return { operation: word, expected: 'statement' };
  if (!STATEMENT_WORDS.has(word)) return { operation: OTHER_OPERATION, expected: 'nothing' };
  return { operation: word, expected: word === 'COPY' || word === 'LOCK' ? 'table' : 'nothing' };
}

export interface DefinitionStart extends StatementStart {
  readonly isTable: boolean;
  /** `TRUNCATE users`: the word is the name. */
  readonly isName: boolean;
}

/** The operation of a definition, such as `CREATE TABLE`. Undefined for a word before the type of the object. */
export function definitionStart(verb: string, wordBefore: string, word: string): DefinitionStart | undefined {
  if (MODIFIERS.has(word) && word !== 'TABLE') return undefined;
  const isNamed = OBJECT_WORDS.has(word);
  const isTable = word === 'TABLE' || (verb === 'TRUNCATE' && !isNamed);
  const whole = wordBefore === 'MATERIALIZED' ? `${verb} MATERIALIZED` : verb;
  const expected = isTable ? 'table' : isNamed ? 'target' : 'nothing';
  return { operation: isNamed ? `${whole} ${word}` : verb, expected, isTable, isName: isTable && !isNamed };
}
