import { SecretNames } from './secret-names.js';
import { placeBelow, type SecretPlace, secretPlaces } from './secret-paths.js';

/** What stands where something is hidden. */
export const REDACTED = '[REDACTED]';

const PARAMETER = /(^|[?&;\s])([^=&;#?\s]+)=([^&;#\s"'<>]*)/g;
const CREDENTIALS = /(:\/\/)[^/@\s:]*:[^/@\s]*@/g;

/** Decides what logs and span attributes hide. */
export class Redactor {
  readonly places: SecretPlace;
  private readonly names: SecretNames;

  constructor({ keys, paths }: { readonly keys: readonly string[]; readonly paths: readonly string[] }) {
    this.names = new SecretNames(keys);
    this.places = secretPlaces(paths);
  }

  hides(name: string): boolean {
    return this.names.has(name);
  }

  /** Whether an attribute with dots in its name is hidden, by name or by place. */
  hidesAttribute(name: string): boolean {
    if (this.names.has(name)) return true;
    if (this.places.below.size === 0) return false;
    let place: SecretPlace | undefined = this.places;
    for (const part of name.split('.')) {
      place = placeBelow(place, part);
      if (place?.hidden === true) return true;
    }
    return false;
  }

  /** A text without the secrets that it shows: `name=value` as in the query of a URL, and credentials in a URL. */
  text(text: string): string {
    let shown = text;
    if (shown.includes('=')) {
      shown = shown.replaceAll(PARAMETER, (all, before: string, name: string) =>
        this.hides(decoded(name)) ? `${before}${name}=${REDACTED}` : all,
      );
    }
    return shown.includes('://') && shown.includes('@') ? shown.replaceAll(CREDENTIALS, `$1${REDACTED}@`) : shown;
  }
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
