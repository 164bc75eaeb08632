const MAX_LENGTH = 255;
/** A name that needs no quotes. */
const PLAIN_NAME = /^[\p{L}\p{N}_.$#-]+$/u;

/**
 * Writes operations and their targets. It never cuts inside a name. An operation right after the same operation is left
 * out: `SELECT users` says enough of a query of a query of users.
 *
 * Source: semantic conventions 1.45, database spans, «Generating a summary of the query».
 */
export class SummaryText {
  text = '';
  private full = false;
  private operation: string | undefined;
  private readonly targets = new Set<string>();

  begin(operation: string): void {
    this.targets.clear();
    if (this.operation === operation) return;
    this.operation = operation;
    this.add(operation);
  }

  /** Adds a table or another object, once for each operation. */
  target(name: string): void {
    if (this.targets.has(name)) return;
    this.targets.add(name);
    this.operation = undefined;
    this.add(PLAIN_NAME.test(name) ? name : `"${name}"`);
  }

  private add(part: string): void {
    const longer = this.text === '' ? part : `${this.text} ${part}`;
    if (longer.length > MAX_LENGTH) this.full = true;
    if (!this.full) this.text = longer;
  }
}
