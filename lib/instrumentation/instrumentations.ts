import type { ReportFault } from '../observation/index.js';
import { TelemetryError } from '../telemetry.errors.js';
import type { Close, ObservedApplication, StartInstrumentation } from './instrumentation.js';
import { instrumentBetterSqlite3 } from './drivers/better-sqlite3/better-sqlite3.instrumentation.js';
import { instrumentMongodb } from './drivers/mongodb/mongodb.instrumentation.js';
import { instrumentMysql2 } from './drivers/mysql2/mysql2.instrumentation.js';
import { instrumentNodeSqlite } from './drivers/node-sqlite/node-sqlite.instrumentation.js';
import { instrumentPg } from './drivers/pg/pg.instrumentation.js';
import { instrumentPostgres } from './drivers/postgres/postgres.instrumentation.js';
import { instrumentGrpc } from './grpc/grpc.instrumentation.js';
import { instrumentIoredis } from './drivers/ioredis/ioredis.instrumentation.js';
import { instrumentRedis } from './drivers/redis/redis.instrumentation.js';
import { instrumentKeyv } from './drivers/keyv/keyv.instrumentation.js';
import { instrumentHttpClient } from './http-client/http-client.instrumentation.js';
import { instrumentNestExceptions } from './http-server/nest-exceptions.instrumentation.js';
import { instrumentMicroserviceClients } from './microservice/microservice-clients.instrumentation.js';
import { instrumentMicroserviceServers } from './microservice/microservice-servers.instrumentation.js';

/** The instrumentations that start by themselves. Each reads the options, and does nothing where they switch it off. */
const INSTRUMENTATIONS: readonly StartInstrumentation[] = [
  instrumentNestExceptions,
  instrumentHttpClient,
  instrumentGrpc,
  instrumentPg,
  instrumentPostgres,
  instrumentMysql2,
  instrumentNodeSqlite,
  instrumentBetterSqlite3,
  instrumentMongodb,
  instrumentMicroserviceClients,
  instrumentMicroserviceServers,
  instrumentIoredis,
  instrumentRedis,
  instrumentKeyv,
];

/** The running instrumentations of an application. */
export class Instrumentations {
  private constructor(
    private readonly closes: readonly Close[],
    private readonly report: ReportFault,
  ) {}

  /** Starts every instrumentation that the options want. */
  static async start(application: ObservedApplication): Promise<Instrumentations> {
    const closes = await Promise.all(INSTRUMENTATIONS.map((open) => opened(open, application)));
    return new Instrumentations(closes, application.report);
  }

  /** Stops all; one that fails is reported and keeps no other from it. */
  end(): void {
    for (const close of this.closes) {
      try {
        close();
      } catch (error) {
        this.report('An instrumentation could not be stopped', error);
      }
    }
  }
}

/** An instrumentation that cannot start, because a library has changed inside, costs its own calls and not the start. */
async function opened(open: StartInstrumentation, application: ObservedApplication): Promise<Close> {
  try {
    return await open(application);
  } catch (error) {
    // The user insisted on something that is not there.
    if (error instanceof TelemetryError) throw error;
    application.report('Some calls are not observed', error);
    return () => undefined;
  }
}
