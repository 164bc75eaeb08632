const list = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Names whose values nobody may read. */
export const SECRET_NAMES = list(`
  password PASSWORD passwords Password1 pass_word passWord userPassword passwordHash new-password db.password dbpassword
  DBPASSWORD password_confirmation passwd pwd PWD_OLD passphrase keyPassphrase passcode passkey pass dbPass user.pass
  token tokens Token2 accessToken access_token accesstoken ACCESS_TOKEN refresh_token idToken JWTToken XSRFToken csrf_token
  X-Auth-Token x-amz-security-token passwordResetToken oauth2Token twilioAuthToken deviceTokens
  authorization Authorization proxy-authorization http.request.header.authorization authorizationHeader
  cookie cookies Cookie Set-Cookie set_cookie http.response.header.set-cookie cookieJar sessionCookie
  secret secrets client_secret clientSecret SECRET_KEY_BASE STRIPE_SECRET sharedSecrets webhookSecret
  apiKey apiKeys api_key API_KEY apikey X-API-Key x-apikey api.key openaiApiKey
  accessKey AWS_ACCESS_KEY_ID aws_secret_access_key secretAccessKey privateKey private_key privateKeyPem PRIVATEKEY
  signingKey encryption_key masterKey sshKey hmacKey sharedKey accountKey serviceKeys
  auth basicAuth proxyAuth authHeader authData oauth jwt JWT userJwt JWTs bearer bearerToken
  session userSession sessionId session_id session.id sessionid sessid PHPSESSID JSESSIONID sid connect.sid
  credential credentials Credentials awsCredentials cred creds connectionString connection_string dsn SENTRY_DSN
  otp OTPs totp otpCode mfaCode pin PIN userPin pinCode cvv cvv2 cvc CVC ssn SSN iban IBAN ibans pan PAN cardPan
  cardNumber card-number card.number card_no creditCard credit_card debitCard accountNumber taxId passportNumber
  socialSecurityNumber driversLicense csrf xsrf _csrf csrfToken X-XSRF-TOKEN mnemonic seedPhrase recoveryCodes backupCode
  verificationCode authCode securityCode securityAnswer magicLink signature x-hub-signature passwort contraseña senha
`);

/** Names that look like those, and of which nothing is hidden. */
export const HARMLESS_NAMES = list(`
  user username userId email number card id name value key keys message status code state type path url
  primaryKey primary_key foreignKey partitionKey sortKey cacheKey cache.key routingKey idempotencyKey objectKey publicKey
  keyId keyName keyboard keyword monkey donkey turkey hockey keystone
  author authors authorId authority authored authMethod authType auth.provider authenticated authentication
  passenger passengers passed passing passive compass bypass bypassed surpassed passage
  tokenizer tokenize tokenized tokenization tokenCount token_count tokenType token_type tokenUrl tokenEndpoint tokenTtl
  maxTokens max_tokens inputTokens gen_ai.usage.input_tokens gen_ai.usage.output_tokens promptTokens totalTokens
  nextPageToken pageToken next_page_token nextToken continuationToken resumeToken cancellationToken cursorToken
  secretary secretariat discreet session.user.email sessionCount sessionTimeoutMs sessionExpiresAt sessions.active
  cookieConsent cookie_consent cookieBanner cookies_eaten cookiesAccepted passwordLength passwordPolicy passwordChangedAt
  password_expires_in passwordResetAt passwordRequired secretName credentialsPath jwtExpiresIn access_token_expires_in
  pinned pinnedAt spinner pinecone opinion shopping mapping inside outside sidebar side residence president
  panel japan company span spanId expansion lifespan companion panorama otpEnabled mfaEnabled hotpink
  discovery recovery cardinal cardCount discard description subscription assignment assign design
  http.route http.request.method db.query.text db.collection.name messaging.kafka.message.key server.address
  user_agent.original code.function.name url.path process.pid signal significant bearing forbearance jwks_uri
`);
