import { context as contextApi } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import { withForeignSpan } from '../../../context/foreign-span.js';
import { commandName, type MongoCommand, MongoDescriptions } from '../../../conventions/database/mongodb.js';
import type { Operation } from '../../../observation/index.js';
import type { ObservedApplication } from '../../instrumentation.js';
import type { Library } from '../../internals/library.js';
import type { SharedPatch } from '../../shared-patch.js';
import type { Call } from '../../replace-method.js';
import { concludeCommand } from './conclude-command.js';
import type { MongodbMember } from './mongodb.internals.js';
import { serverOf } from './server-of.js';

interface Connection {
  /** Undefined until the handshake is over. */
  readonly established?: boolean;
  /** `host:port`, or the path of a socket. */
  readonly address: string;
}

const READ = ['established', 'address'] as const;

/** What the driver asks on its own account: whether the server is there, who it is, and that a client goes. */
const OF_THE_DRIVER = new Set(
  'hello isMaster ismaster saslStart saslContinue authenticate getnonce endSessions'.split(' '),
);

/** `Connection#command`, in the context of its caller. */
export function connectionCommand(
  patch: SharedPatch,
  library: Library<MongodbMember>,
): (original: Call, observedElsewhere: () => boolean) => Call {
  const known = new WeakMap<ObservedApplication, MongoDescriptions>();
  return (original, observedElsewhere) =>
    function command(this: unknown, ...parameters) {
      const run = (): unknown => Reflect.apply(original, this, parameters);
      const connection = this as Connection;
      const [namespace, asked] = parameters as [{ readonly db?: unknown } | undefined, MongoCommand | undefined];
      for (const name of READ) library.inspect(`Connection#${name}`, connection);
      if (asked === undefined || connection.established !== true || OF_THE_DRIVER.has(commandName(asked))) return run();
      const caller = contextApi.active();
      const application = isTracingSuppressed(caller) ? undefined : patch.application(this, caller);
      if (application === undefined) return run();
      const operation = described(known, application, connection, String(namespace?.db ?? ''), asked);
      if (operation === undefined) return run();
      const parent = withForeignSpan(caller, observedElsewhere());
      return application.telemetry.run(operation, run, concludeCommand, parent);
    };
}

function described(
  known: WeakMap<ObservedApplication, MongoDescriptions>,
  application: ObservedApplication,
  connection: Connection,
  database: string,
  command: MongoCommand,
): Operation | undefined {
  try {
    let descriptions = known.get(application);
    if (descriptions === undefined) {
      descriptions = new MongoDescriptions(application.options.database);
      known.set(application, descriptions);
    }
    return descriptions.operation({ command, database, server: serverOf(connection.address) });
  } catch (error) {
    application.report('A query could not be observed', error);
    return undefined;
  }
}
