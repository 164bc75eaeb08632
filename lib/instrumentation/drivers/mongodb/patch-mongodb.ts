import { replaceMethod } from '../../replace-method.js';
import type { PatchDriver } from '../driver-instrumentation.js';
import { connectionCommand } from './connection-command.js';
import type { MongoModule } from './mongodb.instrumentation.js';

export const patchMongodb: PatchDriver<MongoModule> = ({ Connection }, patch) =>
  replaceMethod(Connection.prototype, 'command', connectionCommand(patch));
