import { nameWords, singular } from './name-words.js';
import {
  ABOUT,
  CARRIERS,
  HARMLESS_BEFORE_TOKEN,
  SECRET_AT_THE_END,
  SECRET_BEGINNINGS,
  SECRET_ENDINGS,
  SECRET_PAIRS,
  SECRET_WORDS,
} from './secret-words.js';

/** A bound for the cache: names in code are few, but names in data are not. */
const MAX_REMEMBERED = 5_000;
const MAX_REMEMBERED_LENGTH = 128;

/** True if a name is secret: by its words, or by the application's rules. */
export type Verdict = 'harmless' | 'secret' | 'further';

/**
 * Recognises secret names by their words: `accessTokens`, `X-API-Key` and `db.password` are secret, `tokenType` is not.
 */
export class SecretNames {
  private readonly further: ReadonlySet<string>;
  private readonly remembered = new Map<string, Verdict>();

  constructor(further: readonly string[] = []) {
    this.further = new Set(further.map(plain));
  }

  has(name: string): boolean {
    return this.judge(name) !== 'harmless';
  }

  judge(name: string): Verdict {
    const known = this.remembered.get(name);
    if (known !== undefined) return known;
    const verdict = this.isFurther(name) ? 'further' : isSecret(nameWords(name)) ? 'secret' : 'harmless';
    if (name.length > MAX_REMEMBERED_LENGTH) return verdict;
    if (this.remembered.size >= MAX_REMEMBERED) this.remembered.clear();
    this.remembered.set(name, verdict);
    return verdict;
  }

  // `user.taxNumber`, `tax.number`: the last part, or the last two parts together, name the value.
  private isFurther(name: string): boolean {
    if (this.further.size === 0) return false;
    const parts = name.split('.');
    const last = plain(parts.at(-1) ?? '');
    return (
      this.further.has(plain(name)) || this.further.has(last) || this.further.has(plain(parts.at(-2) ?? '') + last)
    );
  }
}

function isSecret(words: readonly string[]): boolean {
  const last = words.at(-1);
  if (last === undefined) return false;
  for (const [at, word] of words.entries()) {
    if (!isSecretAt(words, at, singular(word))) continue;
    // The last word describes the value.
    if (at === words.length - 1 || !isAbout(last)) return true;
  }
  return false;
}

function isSecretAt(words: readonly string[], at: number, word: string): boolean {
  const before = words[at - 1];
  const pair = before === undefined ? '' : before + word;
  if (SECRET_PAIRS.has(pair)) return true;
  if (word === 'token') return before === undefined || !HARMLESS_BEFORE_TOKEN.has(before);
  if (SECRET_WORDS.has(word) || SECRET_PAIRS.has(word)) return true;
  if (SECRET_AT_THE_END.has(word)) return at === words.length - 1 || isCarrier(words, at + 1);
  return isCompound(word);
}

/** True if the next word is the last one and means a container of the secret. */
function isCarrier(words: readonly string[], at: number): boolean {
  const next = words[at] as string;
  return at >= words.length - 2 && (CARRIERS.has(next) || CARRIERS.has(singular(next)));
}

function isAbout(word: string): boolean {
  return ABOUT.has(word) || ABOUT.has(singular(word));
}

function isCompound(word: string): boolean {
  return (
    word.length > 5 &&
    (SECRET_ENDINGS.some((ending) => word.endsWith(ending)) ||
      SECRET_BEGINNINGS.some((beginning) => word.startsWith(beginning)))
  );
}

function plain(name: string): string {
  return name.replaceAll(/[-_\s]/g, '').toLowerCase();
}
