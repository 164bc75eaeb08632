/** What a terminal takes for colours, links and other commands. */
// oxlint-disable-next-line no-control-regex
const SEQUENCE = /(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]?|\u001B\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|\u001B[@-_]?/g;

/** A text without a terminal's escape sequences. */
export function withoutColours(text: string): string {
  return text.includes('\u001B') || text.includes('\u009B') ? text.replaceAll(SEQUENCE, '') : text;
}
