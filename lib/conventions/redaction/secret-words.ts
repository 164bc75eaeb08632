const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Each of these words makes a name secret, at any position. Singular. */
export const SECRET_WORDS = words(`
  password passwd pwd passphrase passcode passkey passwort kennwort contraseña contrasena senha
  secret token jwt bearer authorization cookie credential cred
  otp totp mfa csrf xsrf ssn iban pan cvv cvc cvn csc pin sid dsn
  apikey mnemonic
`);

/**
 * These words make a name secret in last position, or before one of {@link CARRIERS}: `auth`, `authHeader`; not
 * `authMethod`.
 */
export const SECRET_AT_THE_END = words('auth oauth pass session sess signature');

/** Words for a container of what the word before it names. */
export const CARRIERS = words(
  'id ids key keys token cookie header headers value data string hash code info pem payload',
);

/** Pairs of words that make a name secret. Singular, joined. */
export const SECRET_PAIRS = words(`
  password passphrase passcode passkey apikey accesskey privatekey secretkey authkey accountkey sharedkey encryptionkey
  signingkey masterkey servicekey licensekey appkey clientkey sshkey hmackey aeskey rsakey cipherkey sessionkey deploykey
  connectionstring connectionuri cardnumber cardno creditcard debitcard accountnumber accountno routingnumber
  sortcode securitycode verificationcode recoverycode backupcode authcode authorizationcode accesscode onetimecode
  socialsecurity taxid nationalid passportnumber driverlicense driverslicense seedphrase recoveryphrase magiclink resetlink
  securityanswer secretanswer phpsessid jsessionid sessionid sessid setcookie
`);

/** A lower-case word with one of these endings is a compound: `dbpassword`, `accesstoken`. Singular. */
export const SECRET_ENDINGS: readonly string[] = [
  'password', 'passwd', 'passphrase', 'passcode', 'passwort', 'kennwort', 'secret', 'token', 'cookie', 'credential',
  'authorization', 'apikey', 'accesskey', 'privatekey', 'secretkey', 'signingkey', 'encryptionkey', 'sessionid', 'sessid',
  'cardnumber', 'creditcard', 'connectionstring',
]; // prettier-ignore

/** The beginnings of compounds: `passwordhash`. */
export const SECRET_BEGINNINGS: readonly string[] = ['password', 'passwd', 'passphrase'];

/** As the last word, these describe a secret and do not contain it: `tokenType`, `passwordLength`, `cookieConsent`. */
export const ABOUT = words(`
  count total length size limit max min index type kind format version algorithm alg scheme policy rule strength status
  state enabled disabled required optional valid invalid verified expired expiry expiration expires expire at on date time
  timestamp ttl age lifetime duration second minute hour day ms in created updated changed rotated used revoked issued sent
  seen accepted rejected declined eaten usage issuer audience provider url uri path endpoint route domain consent banner
  notice name label field column table position reset attempts retries failures error missing present exists is has method
  strategy mode option setting config manager service controller module guard factory store repository
`);

/** Before `token`, these mean a position in a list, a unit of text, or a signal: `nextPageToken`, `maxTokens`. */
export const HARMLESS_BEFORE_TOKEN = words(`
  page next continuation pagination cursor resume cancellation cancel stop special
  input output prompt completion total max min reasoning cached candidate num number remaining
`);
