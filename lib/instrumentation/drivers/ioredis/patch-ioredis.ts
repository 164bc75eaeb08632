import { type Context, context as contextApi } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import { closeAll } from '../../../life-cycle/close-all.js';
import { withForeignSpan } from '../../../context/foreign-span.js';
import { RedisDescriptions } from '../../../conventions/cache/redis-descriptions.js';
import type { Library } from '../../internals/library.js';
import type { PatchDriver } from '../driver.js';
import { outsideWork } from '../outside-work.js';
import type { SharedPatch } from '../../shared-patch.js';
import { UnitOfWork } from '../../../observation/index.js';
import { ClosingClients } from './closing-clients.js';
import { isHousekeeping } from '../redis/housekeeping.js';
import type { Ioredis } from './ioredis.types.js';
import type { IoredisMember } from './ioredis.internals.js';
import { QueueClients } from './queue-clients.js';
import { type IoredisClient, observeCommand, type SentCommand } from './observed-command.js';

export const patchIoredis: PatchDriver<Ioredis, IoredisMember> = (classes, patch, library) => {
  const commands = new CommandWitness(patch, library);
  // A cluster hands its commands on to the clients of its nodes: who observes those makes spans of these.
  const elsewhere: (() => boolean)[] = [];
  const isForeignSpan = () => elsewhere.some((isObserved) => isObserved());
  const undo = (['Redis', 'Cluster'] as const).map((name) =>
    library.replace(`${name}#sendCommand`, classes[name]?.prototype, (original, observedElsewhere) => {
      elsewhere.push(observedElsewhere);
      return function (this: unknown, ...parameters) {
        commands.see(this as IoredisClient, parameters[0], isForeignSpan);
        return Reflect.apply(original, this, parameters);
      };
    }),
  );
  undo.push(
    library.replace('Pipeline#sendCommand', classes.Pipeline?.prototype, (original) => {
      return function (this: unknown, ...parameters) {
        commands.queued(parameters[0]);
        return Reflect.apply(original, this, parameters);
      };
    }),
  );
  undo.push(library.replace('Redis#connect', classes.Redis?.prototype, outsideWork));
  undo.push(
    library.replace('Redis#disconnect', classes.Redis?.prototype, (original) => {
      return function (this: unknown, ...parameters) {
        const [reconnects] = parameters;
        if (reconnects !== true) commands.closing.add(this as IoredisClient);
        return Reflect.apply(original, this, parameters);
      };
    }),
  );
  return closeAll(undo);
};

type MarkedCommand = SentCommand & { [mark: symbol]: true };

/** Sees each command once, however often the driver sends it: after a reconnection, to another node. */
class CommandWitness {
  // On the command itself, and so forgotten with it: to remember each in a set costs more than all else that is done.
  private readonly seen = Symbol('nestjs-telemetry:seen');
  private readonly origins = new WeakMap<object, Context>();
  private readonly descriptions = new RedisDescriptions();
  private readonly queues = new QueueClients();
  readonly closing = new ClosingClients();

  constructor(
    private readonly patch: SharedPatch,
    private readonly members: Library<IoredisMember>,
  ) {}

  /** A pipeline may be sent later and on behalf of several callers. Each command belongs to who called for it. */
  queued(command: unknown): void {
    if (typeof command === 'object' && command !== null) this.origins.set(command, contextApi.active());
  }

  see(client: IoredisClient, command: unknown, isForeignSpan: () => boolean): void {
    if (!this.isCommand(command) || this.seen in command) return;
    this.members.inspect('Redis#options', client);
    this.members.inspect('Redis#status', client);
    this.members.inspect('Redis#scriptsSet', client);
    const context = this.origins.get(command) ?? contextApi.active();
    const application = this.patch.application(client, context);
    if (application === undefined || isTracingSuppressed(context)) return;
    (command as MarkedCommand)[this.seen] = true;
    const name = this.descriptions.commandName(command.name);
    if (name === 'QUIT') this.closing.add(client);
    if (isHousekeeping(name, client.status === 'ready', context)) return;
    if (UnitOfWork.of(context) === undefined && this.queues.isSending(client)) return;
    try {
      const parent = withForeignSpan(context, isForeignSpan());
      observeCommand(application, this.descriptions, client, command, parent, this.closing);
    } catch (error) {
      application.report('An ioredis command could not be observed', error);
    }
  }

  private isCommand(value: unknown): value is SentCommand {
    const command = value as Partial<SentCommand> | null | undefined;
    if (typeof command?.name !== 'string') return false;
    this.members.inspect('Command#resolve', command);
    this.members.inspect('Command#reject', command);
    return typeof command.resolve === 'function' && typeof command.reject === 'function';
  }
}
