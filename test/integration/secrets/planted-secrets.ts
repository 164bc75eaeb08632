import { credentials, Metadata, status } from '@grpc/grpc-js';
import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { BadRequestException } from '@nestjs/common';
import { propagation, context as contextApi, trace } from '@opentelemetry/api';
import axios from 'axios';
import { DrizzleQueryError } from 'drizzle-orm/errors';
import { Redis } from 'ioredis';
import { MongoServerError } from 'mongodb';
import { createConnection } from 'mysql2/promise';
import type { Logger, Tracing } from 'nestjs-telemetry';
import { Client, DatabaseError } from 'pg';
import { createClient } from 'redis';
import { QueryFailedError } from 'typeorm';

export interface Tools {
  readonly logger: Logger;
  readonly tracing: Tracing;
  /** The address of a server that refuses everything. */
  readonly refusing: string;
}

/** Does something with a secret that a real application does; what it throws is thrown in a handler too. */
export type Plant = (secret: string, tools: Tools) => unknown;

const errorWith = (message: string, fields: object = {}) => Object.assign(new Error(message), fields);

async function withPg(query: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ host: '127.0.0.1', user: 'postgres', database: 'test' });
  await client.connect();
  try {
    await query(client);
  } finally {
    await client.end();
  }
}

async function withMysql(sql: string, values?: unknown[]): Promise<void> {
  const connection = await createConnection({ host: '127.0.0.1', user: 'root', database: 'test' });
  try {
    await connection.query('CREATE TEMPORARY TABLE planted (email VARCHAR(99) UNIQUE, age INT)');
    await connection.query(sql, values);
  } finally {
    await connection.end();
  }
}

async function withIoredis(use: (redis: Redis) => Promise<unknown>, options: object = {}): Promise<void> {
  const redis = new Redis({
    host: '127.0.0.1',
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    ...options,
  });
  redis.on('error', () => undefined);
  try {
    await use(redis);
  } finally {
    redis.disconnect();
  }
}

function pgError(secret: string): DatabaseError {
  return Object.assign(new DatabaseError(`invalid input syntax for type uuid: "${secret}"`, 1, 'error'), {
    severity: 'ERROR',
    detail: `Key (email)=(${secret}) already exists.`,
    where: secret,
    internalQuery: `SELECT '${secret}'`,
  });
}

export const PLANTS: Readonly<Record<string, Plant>> = {
  'pg: a value of the wrong type': (secret) => withPg((client) => client.query('SELECT $1::int', [secret])),
  'pg: a literal': (secret) => withPg((client) => client.query(`SELECT '${secret}' FROM absent_table`)),
  'pg: a syntax error': (secret) => withPg((client) => client.query(`SELECT 1 '${secret}' '${secret}'`)),
  'pg: a unique key': (secret) =>
    withPg(async (client) => {
      await client.query('CREATE TEMPORARY TABLE planted (email text UNIQUE)');
      await client.query('INSERT INTO planted VALUES ($1)', [secret]);
      await client.query('INSERT INTO planted VALUES ($1)', [secret]);
    }),
  'pg: a check': (secret) =>
    withPg(async (client) => {
      await client.query('CREATE TEMPORARY TABLE planted (email text, age int CHECK (age > 9))');
      await client.query('INSERT INTO planted VALUES ($1, 1)', [secret]);
    }),
  'pg: a connection string': async (secret) => {
    const client = new Client({ connectionString: `postgres://ada:${secret}@127.0.0.1:1/x`, connectionTimeoutMillis: 500 });
    await client.connect();
  },
  'mysql2: a unique key': (secret) => withMysql(`INSERT INTO planted VALUES ('${secret}', 1), ('${secret}', 2)`),
  'mysql2: values': (secret) => withMysql('INSERT INTO planted VALUES (?, 1), (?, ?)', [secret, secret, secret]),
  'mysql2: a syntax error': (secret) => withMysql(`SELECT '${secret}' FROM FROM '${secret}'`),
  'ioredis: AUTH': (secret) => withIoredis((redis) => redis.auth(secret)),
  'ioredis: a key and its value': (secret) =>
    withIoredis(async (redis) => {
      await redis.set(`session:${secret}`, secret, 'PX', 50);
      await redis.call('PLANTED', secret);
    }),
  'ioredis: a script': (secret) => withIoredis((redis) => redis.eval(`return redis.error_reply("no")`, 1, secret, secret)),
  'redis: AUTH': async (secret) => {
    const client = createClient({ url: `redis://ada:${secret}@127.0.0.1:6379`, socket: { reconnectStrategy: false } });
    client.on('error', () => undefined);
    await client.connect();
  },
  'redis: arguments': async (secret) => {
    const client = createClient({ socket: { host: '127.0.0.1' } });
    await client.connect();
    try {
      await client.sendCommand(['PLANTED', secret, secret]);
    } finally {
      client.destroy();
    }
  },
  'MongoDB': (secret) => {
    throw new MongoServerError({
      message: `E11000 duplicate key error collection: db.users index: email_1 dup key: { email: "${secret}" }`,
      keyValue: { email: secret },
      writeErrors: [secret],
    });
  },
  'TypeORM': (secret) => {
    throw new QueryFailedError(`SELECT '${secret}'`, [secret], pgError(secret));
  },
  'Drizzle': (secret) => {
    throw new DrizzleQueryError(`select '${secret}' where a = $1`, [secret], pgError(secret));
  },
  'MikroORM': (secret) => {
    throw new UniqueConstraintViolationException(
      errorWith(`insert into "users" ("email") values ('${secret}') - duplicate key value`, pgError(secret)),
    );
  },
  'Knex': (secret) => {
    throw errorWith(`insert into "users" ("email") values ('it''s ${secret} - x') - no such thing "${secret}"`, pgError(secret));
  },
  'axios': (secret, { refusing }) =>
    axios.post(`${refusing}/x?q=${secret}`, { card: secret }, {
      headers: { authorization: `Bearer ${secret}`, cookie: `sid=${secret}`, 'x-note': secret },
      auth: { username: 'ada', password: secret },
      params: { code: secret },
    }),
  'axios: no connection': (secret) => axios.get(`http://ada:${secret}@127.0.0.1:1/?token=${secret}`, { headers: { 'x-api-key': secret } }),
  'fetch: a URL that is none': (secret) => fetch(`http://ada:${secret}@[/?token=${secret}`),
  'fetch: a header that is none': (secret) => fetch('http://127.0.0.1:1/', { headers: { authorization: `Bearer ${secret}\n` } }),
  'fetch: no connection': (secret) => fetch(`http://127.0.0.1:1/?q=${secret}`, { headers: { 'x-note': secret }, body: secret, method: 'POST' }),
  'gRPC': (secret) => {
    const metadata = new Metadata();
    metadata.set('authorization', `Bearer ${secret}`);
    throw errorWith('7 PERMISSION_DENIED: no', { code: status.PERMISSION_DENIED, details: secret, metadata, channel: credentials.createInsecure() });
  },
  'JSON that is none': (secret) => JSON.parse(`{"password": "${secret}", oops`),
  'validation': (secret, { logger }) => {
    const failed = { target: { email: secret }, value: secret, property: 'email', constraints: { isEmail: 'must be an e-mail' }, children: [] };
    logger.warn('Invalid', { errors: [failed] });
    throw new BadRequestException({ message: [`email ${secret}`], error: 'Bad', errors: [failed] });
  },
  'an HTTP exception’s response': (secret) => {
    throw new BadRequestException({ token: secret });
  },
  'a cause': (secret) => {
    throw new Error('outer', { cause: errorWith('inner', { config: { password: secret }, note: secret, cause: pgError(secret) }) });
  },
  'an AggregateError': (secret) => {
    throw new AggregateError([errorWith('a', { request: secret }), pgError(secret)], 'several');
  },
  'a thrown object': (secret) => {
    // oxlint-disable-next-line no-throw-literal
    throw { message: 'plain', config: { headers: { note: secret } } };
  },
  'a message with a token': (secret) => {
    throw new Error(`Request to https://ada:${secret}@h/?access_token=${secret} failed: Authorization: Bearer ${secret}`);
  },
  'fields': (secret, { logger }) => {
    logger.info('Fields', {
      password: secret, user: { accessTokens: [secret], pinCode: secret, sessionId: secret }, cookies: secret, jwt: secret,
      headers: [{ name: 'authorization', value: secret }, { key: 'X-Api-Key', value: secret }],
      rawHeaders: ['Host', 'h', 'Authorization', secret, 'Cookie', secret], pairs: [['x-auth-token', secret]],
      map: new Map([['apiKey', secret]]), web: new Headers({ 'set-cookie': secret }), search: new URLSearchParams({ token: secret }),
      raw: `GET / HTTP/1.1\r\nAuthorization: Basic ${secret}\r\nX-Api-Key: ${secret}\r\n\r\n`,
      json: JSON.stringify({ password: secret, nested: JSON.stringify({ apiKey: secret }) }),
      url: new URL(`https://h/?sig=${secret}&code=${secret}`), dsn: `mysql://ada:${secret}/x@y@h/db`, auth: { bearer: secret },
    }); // prettier-ignore
  },
  'texts': (secret, { logger }) => {
    logger.info(`password: ${secret}`);
    logger.warn(`token=${secret} and {"secret":"${secret}"}`);
    logger.errorf('%s %j', `apiKey=${secret}`, { password: secret });
    logger.log(['client_secret', secret]);
  },
  'contexts and assigned fields': (secret, { logger }) => {
    logger.info('context', `Service?token=${secret}`);
    logger.child(`password=${secret}`).withField('otp', secret).info('child');
    logger.assign({ session: secret });
  },
  'baggage': (secret, { logger }) => {
    const baggage = propagation.createBaggage({ 'session.id': { value: secret }, note: { value: `token=${secret}` } });
    contextApi.with(propagation.setBaggage(contextApi.active(), baggage), () => {
      logger.info('with baggage');
      trace.getTracer('own').startSpan('with baggage').end();
    });
  },
  'spans by hand': (secret, { tracing }) => {
    const span = tracing.startSpan(`call ?token=${secret}`, { attributes: { 'user.password': secret, note: `apiKey=${secret}` } });
    span.addEvent(`tried password=${secret}`, { 'db.password': secret, list: [`token=${secret}`] });
    span.recordException(pgError(secret) as Error);
    span.setStatus({ code: 2, message: `duplicate: Key (email)=(${secret}) already exists.` }).end();
    tracing.recordError(pgError(secret));
  },
  'queries by hand': (secret, { logger, tracing }) => {
    logger.databaseQuery(`SELECT * FROM users WHERE email = '${secret}'`, 1, pgError(secret));
    logger.httpRequest('GET', `https://ada:${secret}@h/x?code=${secret}`, 200, 1);
    logger.cacheOperation('get', `user:${secret}`, 1, true);
    logger.businessOperation('checkout', 1, pgError(secret));
    return tracing.query({ system: 'postgresql', text: `SELECT '${secret}'` }, () => Promise.reject(pgError(secret)));
  },
}; // prettier-ignore
