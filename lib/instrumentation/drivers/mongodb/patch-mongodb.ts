import { replaceMethod } from '../../replace-method.js';
import type { PatchDriver } from '../driver-door.js';
import { connectionCommand } from './connection-command.js';
import type { MongoModule } from './mongodb.door.js';

export const patchMongodb: PatchDriver<MongoModule> = ({ Connection }, patch) =>
  replaceMethod(Connection.prototype, 'command', connectionCommand(patch));
