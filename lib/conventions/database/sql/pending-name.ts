import type { TokenKind } from './token-kind.js';

/** A name of several parts, such as `public.users`, of which the next token may be a part. */
export class PendingName {
  private name: string | undefined;
  private afterDot = false;

  get text(): string | undefined {
    return this.name;
  }

  begin(name: string): void {
    this.name = name;
  }

  /** True for a token that is part of the name. */
  continues(kind: TokenKind, text: string): boolean {
    if (this.name === undefined) return false;
    if (kind === 'dot') return (this.afterDot = true);
    if (!this.afterDot || !isName(kind)) return false;
    this.name += `.${unquoted(kind, text)}`;
    this.afterDot = false;
    return true;
  }

  end(): void {
    this.name = undefined;
    this.afterDot = false;
  }
}

export function unquoted(kind: TokenKind, text: string): string {
  return kind === 'word' ? text : text.slice(text.startsWith('U&') || text.startsWith('u&') ? 3 : 1, -1);
}

function isName(kind: TokenKind): boolean {
  return kind === 'word' || kind === 'identifier' || kind === 'doubtful';
}
