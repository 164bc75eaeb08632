const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** One of them makes a name secret, wherever it stands in it. Singular. */
export const SECRET_WORDS = words(`
  password passwd pwd passphrase passcode passkey passwort kennwort contraseña contrasena senha
  secret token jwt bearer authorization cookie credential cred
  otp totp mfa csrf xsrf ssn iban pan cvv cvc cvn csc pin sid dsn
  apikey mnemonic
`);

/** They make a name secret as its last word, or before one of {@link CARRIERS}: `auth`, `authHeader`; not `authMethod`. */
export const SECRET_AT_THE_END = words('auth oauth pass session sess signature');

/** Words for something that holds what the word before it names. */
export const CARRIERS = words(
  'id ids key keys token cookie header headers value data string hash code info pem payload',
);

/** Two words that make a name secret together. Singular, joined. */
export const SECRET_PAIRS = words(`
  password passphrase passcode passkey apikey accesskey privatekey secretkey authkey accountkey sharedkey encryptionkey
  signingkey masterkey servicekey licensekey appkey clientkey sshkey hmackey aeskey rsakey cipherkey sessionkey deploykey
  connectionstring connectionuri cardnumber cardno creditcard debitcard accountnumber accountno routingnumber
  sortcode securitycode verificationcode recoverycode backupcode authcode authorizationcode accesscode onetimecode
  socialsecurity taxid nationalid passportnumber driverlicense driverslicense seedphrase recoveryphrase magiclink resetlink
  securityanswer secretanswer phpsessid jsessionid sessionid sessid setcookie
`);

/** A word in small letters that ends with one of them is compound: `dbpassword`, `accesstoken`. Singular. */
export const SECRET_ENDINGS: readonly string[] = [
  'password', 'passwd', 'passphrase', 'passcode', 'passwort', 'kennwort', 'secret', 'token', 'cookie', 'credential',
  'authorization', 'apikey', 'accesskey', 'privatekey', 'secretkey', 'signingkey', 'encryptionkey', 'sessionid', 'sessid',
  'cardnumber', 'creditcard', 'connectionstring',
]; // prettier-ignore

/** A compound that begins with one of them: `passwordhash`. */
export const SECRET_BEGINNINGS: readonly string[] = ['password', 'passwd', 'passphrase'];

/** As the last word they say that it is about a secret and holds none: `tokenType`, `passwordLength`, `cookieConsent`. */
export const ABOUT = words(`
  count total length size limit max min index type kind format version algorithm alg scheme policy rule strength status
  state enabled disabled required optional valid invalid verified expired expiry expiration expires expire at on date time
  timestamp ttl age lifetime duration second minute hour day ms in created updated changed rotated used revoked issued sent
  seen accepted rejected declined eaten usage issuer audience provider url uri path endpoint route domain consent banner
  notice name label field column table position reset attempts retries failures error missing present exists is has method
  strategy mode option setting config manager service controller module guard factory store repository
`);

/** Before `token` they say that it is a place in a list, a unit of text, or a signal: `nextPageToken`, `maxTokens`. */
export const HARMLESS_BEFORE_TOKEN = words(`
  page next continuation pagination cursor resume cancellation cancel stop special
  input output prompt completion total max min reasoning cached candidate num number remaining
`);
