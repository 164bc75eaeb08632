import { readProperty, readText } from './read-property.js';

/** What is known of the errors of one driver or library. */
export interface DriverError {
  matches(error: object, name: string): boolean;
  /** Its harmless fields: identifiers and numbers, never data. */
  readonly fields: readonly string[];
  /** Its messages quote data, and so everything that they quote is removed but the names of tables and the like. */
  readonly quotesData?: boolean;
  /** The dialect of its queries, as `db.system.name`. */
  readonly system?: string;
  /** Most of its stack is its own code. */
  readonly ownStack?: boolean;
  /** What is derived from objects that hang on it. */
  derive?(error: object): Record<string, unknown>;
}

/** Fields of any error. */
export const PLAIN_FIELDS = ['status', 'statusCode'] as const;

const has = (error: object, name: string): boolean => readProperty(error, name) !== undefined;

const AXIOS: DriverError = {
  matches: (error) => readProperty(error, 'isAxiosError') === true,
  fields: [],
  ownStack: true,
  derive: (error) => {
    const config = readProperty(error, 'config');
    const host = hostOf(readText(config, 'url'), readText(config, 'baseURL'));
    return {
      status: readProperty(error, 'status') ?? readProperty(readProperty(error, 'response'), 'status'),
      method: readText(config, 'method')?.toUpperCase(),
      host,
    };
  },
};

/** got, ky, superagent, the SDKs of services: what was asked and what came hang on the error. */
const HTTP_CLIENT: DriverError = {
  matches: (error) =>
    typeof readProperty(error, 'response') === 'object' && (has(error, 'request') || has(error, 'options')),
  fields: [],
  derive: (error) => {
    const [response, request, options] = ['response', 'request', 'options'].map((name) => readProperty(error, name));
    const url = readProperty(options, 'url') ?? readProperty(request, 'url');
    return {
      status: readProperty(response, 'status') ?? readProperty(response, 'statusCode'),
      method: readText(request, 'method') ?? readText(options, 'method'),
      host: hostOf(typeof url === 'string' ? url : readText(url, 'href'), undefined),
    };
  },
};

/** In this order: the errors of ORMs carry the fields of those that they wrap. */
const DRIVERS: readonly DriverError[] = [
  AXIOS,
  {
    // pg, postgres.js, and what wraps them.
    matches: (error) => has(error, 'severity') || has(error, 'severity_local'),
    fields: [
      'severity', 'schema', 'table', 'column', 'dataType', 'constraint', 'position', 'internalPosition', 'routine',
      'schema_name', 'table_name', 'column_name', 'constraint_name', 'type_name',
    ], // prettier-ignore
    quotesData: true,
    system: 'postgresql',
  },
  {
    // mysql2, mysql, mariadb.
    matches: (error) => has(error, 'sqlState') || has(error, 'sqlMessage'),
    fields: ['errno', 'sqlState', 'fatal'],
    quotesData: true,
    system: 'mysql',
  },
  {
    matches: (_error, name) => name.startsWith('Mongo') || name.startsWith('Mongoose'),
    fields: ['codeName'],
    quotesData: true,
  },
  {
    // better-sqlite3, node:sqlite, sqlite3.
    matches: (error, name) => name.startsWith('Sqlite') || /^(?:ERR_)?SQLITE_/.test(readText(error, 'code') ?? ''),
    fields: ['errcode', 'errno', 'errstr'],
    quotesData: true,
    system: 'sqlite',
  },
  {
    // mssql and tedious, Oracle.
    matches: (error) => has(error, 'lineNumber') || has(error, 'errorNum'),
    fields: ['number', 'state', 'class', 'lineNumber', 'procName', 'errorNum', 'offset'],
    quotesData: true,
  },
  {
    matches: (_error, name) => name.startsWith('PrismaClient'),
    fields: ['clientVersion', 'errorCode'],
    quotesData: true,
    derive: (error) => ({ model: readText(readProperty(error, 'meta'), 'modelName') }),
  },
  {
    // ORMs and query builders whose error names no driver.
    matches: (error) => has(error, 'parameters') || has(error, 'params') || has(error, 'sql') || has(error, 'query'),
    fields: ['errno'],
    quotesData: true,
  },
  {
    // ioredis, node-redis.
    matches: (error, name) => name === 'ReplyError' || has(error, 'command'),
    fields: ['errno', 'syscall'],
    derive: (error) => ({ command: readText(readProperty(error, 'command'), 'name') }),
  },
  HTTP_CLIENT,
  {
    // Node's own, and what is built on them.
    matches: (error) => has(error, 'syscall') || has(error, 'errno'),
    fields: ['errno', 'syscall', 'address', 'port', 'hostname'],
  },
];

/** The driver that an error comes from, if it is known. */
export function driverOf(error: object, name: string): DriverError | undefined {
  if (!hasFields(error) && !NAMED.test(name)) return undefined;
  return DRIVERS.find((driver) => driver.matches(error, name));
}

/** Libraries that are known by the names of their errors alone. */
const NAMED = /^(?:Mongo|Sqlite|Prisma)/;

/** Most errors have nothing but message and stack, which are not enumerable. */
function hasFields(error: object): boolean {
  try {
    return Object.keys(error).length > 0;
  } catch {
    return true;
  }
}

/** The host alone: the rest of a URL may hold data. */
function hostOf(url: string | undefined, base: string | undefined): string | undefined {
  if (url === undefined && base === undefined) return undefined;
  const parsed = URL.canParse(url ?? '', base) ? new URL(url ?? '', base) : undefined;
  return parsed?.host === '' ? undefined : parsed?.host;
}
