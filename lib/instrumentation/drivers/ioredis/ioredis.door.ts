import { type Context, context as contextApi } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import { withForeignSpan } from '../../../context/foreign-span.js';
import { redisCommandName } from '../../../conventions/cache/redis.js';
import type { Close } from '../../door.js';
import type { SharedPatch } from '../../shared-patch.js';
import { driverDoor } from '../driver-door.js';
import { replaceMethod } from '../../replace-method.js';
import { isHousekeeping } from '../redis/housekeeping.js';
import { type IoredisClient, observeCommand, type SentCommand } from './observed-command.js';

/** The classes of ioredis that commands pass through. Its client is its default export, and has them as properties. */
interface Ioredis {
  readonly Redis: { readonly prototype: object };
  readonly Cluster: { readonly prototype: object };
  readonly Pipeline: { readonly prototype: object };
}

/**
 * Observes ioredis where every command passes, in and out of pipelines and clusters. The tracing channel of ioredis 6
 * speaks when a command is written: one from the offline queue has the connection's context instead of its caller's, one
 * that never leaves it is not told of, and with a subscriber no rejection is unhandled any more.
 */
export const openIoredis = driverDoor<Ioredis>({
  packageName: 'ioredis',
  wanted: ({ cache }) => cache.drivers.ioredis,
  load: () => import('ioredis') as unknown as Promise<Ioredis>,
  patch: patchIoredis,
});

function patchIoredis({ Redis, Cluster, Pipeline }: Ioredis, patch: SharedPatch): Close {
  const commands = new CommandWitness(patch);
  // A cluster hands its commands on to the clients of its nodes: who observes those makes spans of these.
  const elsewhere: (() => boolean)[] = [];
  const isForeignSpan = () => elsewhere.some((isObserved) => isObserved());
  const undo = [Redis.prototype, Cluster.prototype].map((prototype) =>
    replaceMethod(prototype, 'sendCommand', (original, observedElsewhere) => {
      elsewhere.push(observedElsewhere);
      return function (this: unknown, ...parameters) {
        commands.see(this as IoredisClient, parameters[0], isForeignSpan);
        return Reflect.apply(original, this, parameters);
      };
    }),
  );
  undo.push(
    replaceMethod(Pipeline.prototype, 'sendCommand', (original) => {
      return function (this: unknown, ...parameters) {
        commands.queued(parameters[0]);
        return Reflect.apply(original, this, parameters);
      };
    }),
  );
  return () => {
    for (const close of undo) close();
  };
}

type MarkedCommand = SentCommand & { [mark: symbol]: true };

/** Sees each command once, however often the driver sends it: after a reconnection, to another node. */
class CommandWitness {
  // On the command itself, and so forgotten with it: to remember each in a set costs more than all else that is done.
  private readonly seen = Symbol('nestjs-telemetry:seen');
  private readonly origins = new WeakMap<object, Context>();

  constructor(private readonly patch: SharedPatch) {}

  /** A pipeline may be sent later and on behalf of several callers. Each command belongs to who called for it. */
  queued(command: unknown): void {
    if (typeof command === 'object' && command !== null) this.origins.set(command, contextApi.active());
  }

  see(client: IoredisClient, command: unknown, isForeignSpan: () => boolean): void {
    if (!isCommand(command) || this.seen in command) return;
    const context = this.origins.get(command) ?? contextApi.active();
    const application = this.patch.application(client, context);
    if (application === undefined || isTracingSuppressed(context)) return;
    (command as MarkedCommand)[this.seen] = true;
    if (isHousekeeping(redisCommandName(command.name), client.status === 'ready', context)) return;
    try {
      observeCommand(application, client, command, withForeignSpan(context, isForeignSpan()));
    } catch (error) {
      application.report('An ioredis command could not be observed', error);
    }
  }
}

function isCommand(value: unknown): value is SentCommand {
  const command = value as Partial<SentCommand> | null | undefined;
  return typeof command?.name === 'string' && typeof command.resolve === 'function';
}
