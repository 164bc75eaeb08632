import { type QuotingPhrase, QUOTING_PHRASES } from './quoting-phrases.js';

/** Replaces removed data. */
const REMOVED = '?';

/** Characters that every text with one of the phrases contains. Most texts contain none of them. */
const QUOTING =
  /=\(|contains \(|is \(|: ["']|near ["']|entry '|value ["']|of '|key: \{|\(`|` is |beginning with: |\nparams: |matching: \{|found \(|' to '|eceived|valid JSON|header value|to a BigInt/i;

/**
 * Removes the data that a database, a parser or a mapper quotes in a message: `Key (email)=(?) already exists.` Data
 * without an end is removed to the end of the text.
 */
export function withoutQuotedData(text: string): string {
  if (!QUOTING.test(text)) return text;
  let shown = text;
  for (const phrase of QUOTING_PHRASES) shown = withoutPhrase(shown, phrase);
  return shown;
}

function withoutPhrase(text: string, phrase: QuotingPhrase): string {
  const { begins } = phrase;
  begins.lastIndex = 0;
  let found = begins.exec(text);
  if (found === null) return text;
  const ends = new DataEnds(text, phrase);
  let shown = '';
  let from = 0;
  for (; found !== null; found = begins.exec(text)) {
    const start = found.index + found[0].length;
    const end = ends.after(start);
    if (end === undefined) break;
    shown += text.slice(from, start) + (end > start ? REMOVED : '');
    from = end;
    begins.lastIndex = Math.max(end, start);
  }
  begins.lastIndex = 0;
  return from === 0 ? text : shown + text.slice(from);
}

/** Finds the end of data. With increasing positions, it reads each character a constant number of times. */
class DataEnds {
  private readonly next: number[];
  private readonly last: number;

  constructor(
    private readonly text: string,
    private readonly phrase: QuotingPhrase,
  ) {
    this.next = phrase.ends.map(() => -1);
    const { otherwise } = phrase;
    this.last = otherwise === undefined || otherwise === 'end' ? -1 : text.lastIndexOf(otherwise);
  }

  after(start: number): number | undefined {
    const { ends, otherwise } = this.phrase;
    let nearest = Number.POSITIVE_INFINITY;
    for (const [at, end] of ends.entries()) {
      if ((this.next[at] as number) < start) {
        const found = this.text.indexOf(end, start);
        this.next[at] = found < 0 ? Number.POSITIVE_INFINITY : found;
      }
      nearest = Math.min(nearest, this.next[at] as number);
    }
    if (nearest < Number.POSITIVE_INFINITY) return nearest;
    if (otherwise === undefined) return undefined;
    return this.last >= start ? this.last : this.text.length;
  }
}
