import { withoutCredentials } from './credential-texts.js';
import { NamedValues, type Replace } from './named-values.js';
import { withoutUrlCredentials } from './url-credentials.js';

/** Hides the secrets that a text reveals by its form. The time is linear in the length of the text. */
export class SecretTexts {
  private readonly named: NamedValues;

  constructor(replace: Replace, isCandidate: (name: string) => boolean) {
    this.named = new NamedValues(replace, isCandidate);
  }

  shown(text: string): string {
    let shown = text;
    if (shown.includes('@')) shown = withoutUrlCredentials(shown);
    if (shown.includes('=') || shown.includes(':') || shown.includes('%3')) shown = this.named.shown(shown);
    return withoutCredentials(shown);
  }
}
