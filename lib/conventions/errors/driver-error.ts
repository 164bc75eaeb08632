import { readProperty, readText } from './read-property.js';

/** The rules for errors of one driver or library. */
export interface DriverError {
  matches(error: object, name: string): boolean;
  /** Its harmless fields: identifiers and numbers, never data. */
  readonly fields: readonly string[];
  /** Its messages quote data. All quoted text is removed, except the names of tables and similar objects. */
  readonly quotesData?: boolean;
  /** The dialect of its queries, as `db.system.name`. */
  readonly system?: string;
  /** Most frames of its stacks are in its own code. */
  readonly ownStack?: boolean;
  /** Fields that are derived from objects on the error. */
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

/** got, ky, superagent, SDKs of services: the error holds the request and the response. */
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

/** Order matters: ORM errors copy the fields of the errors that they wrap. */
const DRIVERS: readonly DriverError[] = [
  AXIOS,
  {
    // pg, postgres.js, and libraries that wrap them.
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
    // ORMs and query builders whose errors name no driver.
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
    // Node's errors, and those of libraries that build on Node.
    matches: (error) => has(error, 'syscall') || has(error, 'errno'),
    fields: ['errno', 'syscall', 'address', 'port', 'hostname'],
  },
];

/** The rules for the driver that threw an error, if it is known. */
export function driverOf(error: object, name: string): DriverError | undefined {
  if (!hasFields(error) && !NAMED.test(name)) return undefined;
  return DRIVERS.find((driver) => driver.matches(error, name));
}

/** Libraries that only the names of their errors identify. */
const NAMED = /^(?:Mongo|Sqlite|Prisma)/;

/** Most errors have only message and stack, which are not enumerable. */
function hasFields(error: object): boolean {
  try {
    return Object.keys(error).length > 0;
  } catch {
    return true;
  }
}

/** The host only: the rest of a URL may hold data. */
function hostOf(url: string | undefined, base: string | undefined): string | undefined {
  if (url === undefined && base === undefined) return undefined;
  const parsed = URL.canParse(url ?? '', base) ? new URL(url ?? '', base) : undefined;
  return parsed?.host === '' ? undefined : parsed?.host;
}
