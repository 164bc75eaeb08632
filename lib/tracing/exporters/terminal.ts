import type { Writable } from 'node:stream';

/** Where trees are drawn. */
export interface Terminal extends Writable {
  readonly isTTY?: boolean;
  hasColors?(): boolean;
}

export function showsColours(terminal: Terminal): boolean {
  return terminal.isTTY === true && (terminal.hasColors === undefined || terminal.hasColors());
}
