import type { PatchDriver } from '../driver.js';
import { connectionCommand } from './connection-command.js';
import type { MongodbMember } from './mongodb.internals.js';
import type { MongoModule } from './mongodb.types.js';

export const patchMongodb: PatchDriver<MongoModule, MongodbMember> = ({ Connection }, patch, library) =>
  library.replace('Connection#command', Connection?.prototype, connectionCommand(patch, library));
