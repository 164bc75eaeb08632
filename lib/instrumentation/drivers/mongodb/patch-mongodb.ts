import type { PatchDriver } from '../driver-instrumentation.js';
import { connectionCommand } from './connection-command.js';
import type { MongodbMember } from './mongodb.internals.js';
import type { MongoModule } from './mongodb.instrumentation.js';

export const patchMongodb: PatchDriver<MongoModule, MongodbMember> = ({ Connection }, patch, library) =>
  library.replace('Connection#command', Connection?.prototype, connectionCommand(patch, library));
