import type { PoolAddress } from '../../../conventions/database/connection-pool.js';
import type { PgPool } from './pg.types.js';

/** Where a pool's connections lead, as its options and the environment say: before there is any connection to ask. */
export function poolAddress({ options = {} }: PgPool): PoolAddress {
  const { connectionString } = options;
  const url =
    typeof connectionString === 'string' && URL.canParse(connectionString) ? new URL(connectionString) : undefined;
  const port = Number(url?.port || options['port'] || process.env['PGPORT'] || 5432);
  return {
    address: firstText(url?.hostname, options['host'], process.env['PGHOST']) ?? 'localhost',
    port: Number.isInteger(port) ? port : undefined,
    namespace: firstText(url?.pathname.slice(1), options['database'], process.env['PGDATABASE']),
  };
}

function firstText(...candidates: readonly unknown[]): string | undefined {
  return candidates.find((candidate): candidate is string => typeof candidate === 'string' && candidate !== '');
}
