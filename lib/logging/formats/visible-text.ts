/**
 * Characters that a terminal or a reader interprets and does not show: C0, DEL and C1, Unicode's line separators, the
 * marks that change the writing direction, and the byte order mark.
 */
const CONTROL =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/g;

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Escapes control characters, so that a text stays on its line and sends no commands to a terminal. */
export function visibleText(text: string): string {
  return text.search(CONTROL) < 0 ? text : text.replaceAll(CONTROL, escaped);
}

function escaped(character: string): string {
  const code = character.charCodeAt(0);
  return NAMED[character] ?? (code < 0x100 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`);
}

function hex(code: number, digits: number): string {
  return code.toString(16).toUpperCase().padStart(digits, '0');
}
