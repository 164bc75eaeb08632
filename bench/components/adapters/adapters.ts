import type { Adapter } from './adapter.js';
import { CACHES } from './cache.adapters.js';
import { GRPC } from './grpc.adapter.js';
import { MESSAGES } from './message.adapter.js';
import { MONGODB } from './mongodb.adapter.js';
import { MYSQL2 } from './mysql2.adapter.js';
import { PG } from './pg.adapter.js';
import { POSTGRES } from './postgres.adapter.js';
import { REDIS } from './redis.adapters.js';
import { SQLITE } from './sqlite.adapters.js';

export const ADAPTERS: readonly Adapter[] = [
  PG,
  POSTGRES,
  MYSQL2,
  MONGODB,
  ...SQLITE,
  ...REDIS,
  ...CACHES,
  MESSAGES,
  GRPC,
];
