import type { PoolAddress } from '../../../conventions/database/connection-pool.js';
import { connectionTarget } from './connection-string.js';
import type { PgPool } from './pg.types.js';

const DEFAULT_PORT = 5432;

/**
 * Where a pool's connections lead, before there is any connection to ask: as `pg` reads it from the connection string, the
 * options and the environment.
 */
export function poolAddress({ options = {} }: PgPool): PoolAddress {
  const { connectionString } = options;
  const target =
    typeof connectionString === 'string' && connectionString !== '' ? connectionTarget(connectionString) : undefined;
  // A part that is empty in the string hides the option, too.
  const given = { ...options, ...target } as Readonly<Record<string, unknown>>;
  const port = Number.parseInt(firstText(given['port'], process.env['PGPORT']) ?? '', 10);
  return {
    address: firstText(given['host'], process.env['PGHOST']) ?? 'localhost',
    port: Number.isNaN(port) ? DEFAULT_PORT : port,
    namespace:
      firstText(given['database'], process.env['PGDATABASE']) ??
      firstText(given['user'], process.env['PGUSER'], process.env['USER']),
  };
}

function firstText(...candidates: readonly unknown[]): string | undefined {
  const found = candidates.find((candidate) => candidate !== undefined && candidate !== null && candidate !== '');
  return found === undefined ? undefined : String(found);
}
