import { withoutQuery } from '../errors/driver-message.js';
import { withoutQuotedData } from '../errors/quoted-data.js';
import { withoutCredentials } from './credential-texts.js';
import { REDACTED } from './redacted.js';
import { SecretNames } from './secret-names.js';
import { placeBelow, type SecretPlace, secretPlaces } from './secret-paths.js';
import { SecretTexts } from './secret-texts.js';

/** What an application says of its own secrets. */
export interface RedactorOptions {
  readonly keys: readonly string[];
  readonly paths: readonly string[];
  readonly decide?: DecideRedaction | undefined;
}

/** True hides the value, false shows it, a text stands in its place; undefined leaves it to the rules. */
export type DecideRedaction = (name: string, value: unknown) => boolean | string | undefined;

/** `pin=1`: a shorter text has no secret with its name. */
const SHORTEST_TEXT = 5;
/** Names and their values, URLs and quotations have at least one of these. */
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

  /** Whether the name alone says that its value is hidden. */
  hides(name: string): boolean {
    return this.names.has(name);
  }

  /**
   * What stands in place of a named value; undefined where the value may be shown. Whether something is so, and how many
   * there are, is no secret: `token: true`, `tokens: 4096`.
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

  /** The same for an attribute, whose name has dots; its place counts too. */
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

  /** A text without the secrets that it shows, and without the data that the message of a database quotes. */
  text(text: string): string {
    if (text.length < SHORTEST_TEXT) return text;
    if (!SPECIAL.test(text)) return withoutCredentials(text);
    if (this.harmless.has(text)) return text;
    const shown = withoutQuotedData(withoutQueryData(this.texts.shown(text)));
    if (shown === text && text.length <= MAX_REMEMBERED_LENGTH && this.decide === undefined) this.remember(text);
    return shown;
  }

  /** Routes, queries and messages come again and again. */
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

/** Queries that come with literals have quotation marks; those that telemetry describes have none. */
function withoutQueryData(text: string): string {
  return text.includes("'") || text.includes('\nparams: ') ? withoutQuery(text) : text;
}
