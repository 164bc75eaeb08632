/** Hidden wherever a name ends with one of them, so that `accessToken` and `X-Api-Key` are meant too. */
const ENDINGS = [
  'password',
  'passwd',
  'pwd',
  'passphrase',
  'secret',
  'token',
  'authorization',
  'cookie',
  'apikey',
  'accesskey',
  'privatekey',
  'secretkey',
  'credentials',
  'cardnumber',
  'creditcard',
  'cvv',
  'cvc',
];

/** Names come from code and are few; those that come from data must not gather. */
const MAX_REMEMBERED = 5_000;

/** Knows the names of what nobody may read. Upper and lower case, `-` and `_` make no difference. */
export class SecretNames {
  private readonly further: ReadonlySet<string>;
  private readonly remembered = new Map<string, boolean>();

  constructor(further: readonly string[] = []) {
    this.further = new Set(further.map(plain));
  }

  has(name: string): boolean {
    const known = this.remembered.get(name);
    if (known !== undefined) return known;
    const secret = this.judge(plain(name));
    if (this.remembered.size >= MAX_REMEMBERED) this.remembered.clear();
    this.remembered.set(name, secret);
    return secret;
  }

  // `http.request.header.set-cookie`, `card.number`: the last part names it, or the last two together.
  private judge(name: string): boolean {
    const parts = name.split('.');
    const last = parts.at(-1) ?? '';
    const lastTwo = `${parts.at(-2) ?? ''}${last}`;
    if (this.further.has(name) || this.further.has(last) || this.further.has(lastTwo)) return true;
    return last.includes('password') || ENDINGS.some((ending) => lastTwo.endsWith(ending));
  }
}

function plain(name: string): string {
  return name.replaceAll(/[-_\s]/g, '').toLowerCase();
}
