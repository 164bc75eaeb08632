/** Operations of several words, by their first word and the word that decides. */
const LONG_VERBS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  START: { TRANSACTION: 'START TRANSACTION' },
  COMMIT: { PREPARED: 'COMMIT PREPARED' },
  ROLLBACK: { TO: 'ROLLBACK TO SAVEPOINT', PREPARED: 'ROLLBACK PREPARED' },
  RELEASE: { SAVEPOINT: 'RELEASE SAVEPOINT' },
  PREPARE: { TRANSACTION: 'PREPARE TRANSACTION' },
  SET: { TRANSACTION: 'SET TRANSACTION' },
};
/** Words that may stand between the two. */
const BETWEEN: Readonly<Record<string, readonly string[]>> = {
  ROLLBACK: ['WORK', 'TRANSACTION', 'TRAN'],
  SET: ['SESSION', 'GLOBAL', 'LOCAL'],
};

/** True for the first word of an operation that may have several. */
export function mayBeLong(word: string): boolean {
  return Object.hasOwn(LONG_VERBS, word);
}

/** The operation that `word` completes; true if a further word decides; undefined if the first word is all. */
export function longVerb(first: string, word: string): string | true | undefined {
  const verbs = LONG_VERBS[first] ?? {};
  if (Object.hasOwn(verbs, word)) return verbs[word];
  return BETWEEN[first]?.includes(word) === true ? true : undefined;
}
