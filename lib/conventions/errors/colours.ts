/** Escape sequences that a terminal interprets as colours, links and other commands. */
// oxlint-disable-next-line no-control-regex
const SEQUENCE = /(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]?|\u001B\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|\u001B[@-_]?/g;

/** Removes a terminal's escape sequences from a text. */
export function withoutColours(text: string): string {
  return text.includes('\u001B') || text.includes('\u009B') ? text.replaceAll(SEQUENCE, '') : text;
}
