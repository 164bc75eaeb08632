import { withoutQuery } from '../errors/driver-message.js';
import { withoutQuotedData } from '../errors/quoted-data.js';
import { withoutCredentials } from './credential-texts.js';
import { REDACTED } from './redacted.js';
import { SecretNames } from './secret-names.js';
import { placeBelow, type SecretPlace, secretPlaces } from './secret-paths.js';
import { SecretTexts } from './secret-texts.js';

/** An application's rules for its secrets. */
export interface RedactorOptions {
  readonly keys: readonly string[];
  readonly paths: readonly string[];
  readonly decide?: DecideRedaction | undefined;
}

/** True hides the value, false shows it, a text replaces it. Undefined leaves it to the rules. */
export type DecideRedaction = (name: string, value: unknown) => boolean | string | undefined;

/** `pin=1`: a shorter text cannot contain a secret with its name. */
const SHORTEST_TEXT = 5;
/** Names with values, URLs and quotations contain at least one of these. */
const SPECIAL = /[=:@%"'`({]/;
const MAX_REMEMBERED = 1_000;
const MAX_REMEMBERED_LENGTH = 512;

/** Decides what logs and spans hide. */
export class Redactor {
  readonly places: SecretPlace;
  private readonly names: SecretNames;
  private readonly texts: SecretTexts;
  private readonly harmless = new Set<string>();
  private readonly decide: DecideRedaction | undefined;

  constructor({ keys, paths, decide }: RedactorOptions) {
    this.names = new SecretNames(keys);
    this.places = secretPlaces(paths);
    this.decide = decide;
    this.texts = new SecretTexts(
      (name, value) => this.replacement(name, value),
      (name) => decide !== undefined || this.names.has(name),
    );
  }

  /** True if the name alone makes the value secret. */
  hides(name: string): boolean {
    return this.names.has(name);
  }

  /**
   * The text that replaces a named value. Undefined if the value may be shown. Booleans and counts are no secrets:
   * `token: true`, `tokens: 4096`.
   */
  replacement(name: string, value: unknown): string | undefined {
    if (this.decide !== undefined) {
      const decided = this.decided(name, value);
      if (decided !== undefined) return decided === false ? undefined : decided === true ? REDACTED : decided;
    }
    switch (this.names.judge(name)) {
      case 'harmless':
        return undefined;
      case 'further':
        return REDACTED;
      case 'secret':
        return isHarmless(name, value) ? undefined : REDACTED;
    }
  }

  /** The same for an attribute with a dotted name. The configured paths apply too. */
  attributeReplacement(name: string, value: unknown): string | undefined {
    const replacement = this.replacement(name, value);
    if (replacement !== undefined || this.places.below.size === 0) return replacement;
    let place: SecretPlace | undefined = this.places;
    for (const part of name.split('.')) {
      place = placeBelow(place, part);
      if (place?.hidden === true) return REDACTED;
    }
    return undefined;
  }

  /** Removes secrets from a text, and the data that a database message quotes. */
  text(text: string): string {
    if (text.length < SHORTEST_TEXT) return text;
    if (!SPECIAL.test(text)) return withoutCredentials(text);
    if (this.harmless.has(text)) return text;
    const shown = withoutQuotedData(withoutQueryData(this.texts.shown(text)));
    if (shown === text && text.length <= MAX_REMEMBERED_LENGTH && this.decide === undefined) this.remember(text);
    return shown;
  }

  /** A cache: routes, queries and messages repeat. */
  private remember(text: string): void {
    if (this.harmless.size >= MAX_REMEMBERED) this.harmless.clear();
    this.harmless.add(text);
  }

  private decided(name: string, value: unknown): boolean | string | undefined {
    try {
      const decided: unknown = this.decide?.(name, value);
      return typeof decided === 'boolean' || typeof decided === 'string' ? decided : undefined;
    } catch {
      return true;
    }
  }
}

function isHarmless(name: string, value: unknown): boolean {
  if (value === null || value === undefined || typeof value === 'boolean') return true;
  return typeof value === 'number' && name.endsWith('s');
}

/** A query with literals contains quotation marks. The queries that telemetry describes do not. */
function withoutQueryData(text: string): string {
  return text.includes("'") || text.includes('\nparams: ') ? withoutQuery(text) : text;
}
