import { withoutCredentials } from './credential-texts.js';
import { NamedValues } from './named-values.js';
import { withoutUrlCredentials } from './url-credentials.js';

/** Most texts have none of these, and so no secret that can be recognised. */
const SUSPICIOUS =
  /[=:@]|%3D|eyJ|PRIVATE KEY|\b(?:bearer|basic|digest|negotiate|apikey|token)[ %+]|[A-Za-z][_-][\w-]{10}|A[KS]IA|AIza|SG\./i;

/** What stands in place of a named value; undefined where it may be shown. */
export type Replace = (name: string, value: unknown) => string | undefined;

/** Hides the secrets that can be recognised in a text. Its time grows with the length of the text and no faster. */
export class SecretTexts {
  private readonly named: NamedValues;

  constructor(replace: Replace, isCandidate: (name: string) => boolean) {
    this.named = new NamedValues(replace, isCandidate);
  }

  shown(text: string): string {
    if (!SUSPICIOUS.test(text)) return text;
    return withoutCredentials(this.named.shown(withoutUrlCredentials(text)));
  }
}
