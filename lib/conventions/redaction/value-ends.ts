/** The end of a list or an object is searched only within this distance. */
const MAX_BRACKETS = 4_096;

/**
 * The end of a quoted value: before the next quotation mark of its kind with the same escaping. Without one, the end of
 * the text.
 */
export function quotedEnd(text: string, from: number, quote: string): number {
  for (let at = text.indexOf(quote, from); at >= 0; at = text.indexOf(quote, at + quote.length)) {
    if (backslashesBefore(text, at, from) % 2 === 0) return at;
  }
  return text.length;
}

/**
 * The position after the bracket that closes the one at `from`. The end of the text if the bracket is too far away or
 * missing.
 */
export function bracketsEnd(text: string, from: number): number {
  const end = Math.min(text.length, from + MAX_BRACKETS);
  let depth = 0;
  let quoted = false;
  for (let at = from; at < end; at++) {
    const character = text[at];
    if (character === '"') quoted = backslashesBefore(text, at, from) % 2 === 0 ? !quoted : quoted;
    else if (quoted) continue;
    else if (character === '{' || character === '[') depth++;
    else if ((character === '}' || character === ']') && --depth === 0) return at + 1;
  }
  return text.length;
}

/** The end of the line. JSON's `\r\n` also counts as a line break. */
export function lineEnd(text: string, from: number): number {
  LINE_END.lastIndex = from;
  return LINE_END.exec(text)?.index ?? text.length;
}

/** The end of an unquoted value. */
export function bareEnd(text: string, from: number, separator: string): number {
  const end = separator === '=' ? BEHIND_EQUALS : separator === ':' ? BEHIND_COLON : BEHIND_ENCODED;
  end.lastIndex = from;
  return end.exec(text)?.index ?? text.length;
}

const LINE_END = /[\r\n"'`]|\\[rn]/g;
const BEHIND_EQUALS = /[\s&;#"'`<>})\]]/g;
const BEHIND_COLON = /[\s,;"'`<>})\]]/g;
const BEHIND_ENCODED = /%26|[\s&#"'`<>]/g;

function backslashesBefore(text: string, at: number, from: number): number {
  let count = 0;
  while (at - count - 1 >= from && text[at - count - 1] === '\\') count++;
  return count;
}
