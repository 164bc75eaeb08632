import type { Close, ObservedApplication, OpenDoor } from './door.js';
import { openBetterSqlite3 } from './drivers/better-sqlite3/better-sqlite3.door.js';
import { openMongodb } from './drivers/mongodb/mongodb.door.js';
import { openMysql2 } from './drivers/mysql2/mysql2.door.js';
import { openNodeSqlite } from './drivers/node-sqlite/node-sqlite.door.js';
import { openPg } from './drivers/pg/pg.door.js';
import { openGrpc } from './grpc/grpc.door.js';
import { openIoredis } from './drivers/ioredis/ioredis.door.js';
import { openRedis } from './drivers/redis/redis.door.js';
import { openKeyv } from './drivers/keyv/keyv.door.js';
import { openHttpClient } from './http-client/http-client.door.js';
import { openMicroserviceClients } from './microservice/microservice-clients.door.js';
import { openMicroserviceServers } from './microservice/microservice-servers.door.js';

/** Everything that opens by itself. Each is told the options, and stays shut where they do not want it. */
const DOORS: readonly OpenDoor[] = [
  openHttpClient,
  openGrpc,
  openPg,
  openMysql2,
  openNodeSqlite,
  openBetterSqlite3,
  openMongodb,
  openMicroserviceClients,
  openMicroserviceServers,
  openIoredis,
  openRedis,
  openKeyv,
];

/** Opens every door that the options want; returns what closes them again. */
export async function openDoors(application: ObservedApplication): Promise<Close> {
  const closes = await Promise.all(DOORS.map((open) => open(application)));
  return () => {
    for (const close of closes) {
      try {
        close();
      } catch (error) {
        application.report('A door could not be closed', error);
      }
    }
  };
}
