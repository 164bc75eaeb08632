/**
 * The letter groups of a name: `OTPs`, `API` in `APIKey`, `Key`, `key`, and letters without case. Digits are not words.
 */
const WORD = /\p{Lu}{2,}s(?!\p{Ll})|\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lo}+/gu;

/** Names from data may have any length. Only both ends are read. */
const MAX_LENGTH = 256;

/** The words of a name in lower case, in any notation: `userAPIKey`, `user_api_key`, `X-Api-Key`. */
export function nameWords(name: string): string[] {
  const read = name.length > MAX_LENGTH ? `${name.slice(0, MAX_LENGTH / 2)} ${name.slice(-MAX_LENGTH / 2)}` : name;
  return (
    read
      .normalize('NFKC')
      .match(WORD)
      ?.map((word) => word.toLowerCase()) ?? []
  );
}

/** The singular: `tokens` becomes `token`, `cookies` becomes `cookie`, `address` stays. */
export function singular(word: string): string {
  return word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}
