import { types } from 'node:util';
import { context as contextApi, type Context, createContextKey } from '@opentelemetry/api';
import { finalize, isObservable } from 'rxjs';
import type { HookedServer } from './hooked-server.js';

/** What the processing of a message rejected with. */
export interface Failure {
  readonly error: unknown;
}

/** Learns that the processing of a message has settled. */
type Settled = (message: object, failure?: Failure) => void;

/**
 * Finds the end of a message's processing where the server's end hook does not tell it. The hook of Nest 11 runs with
 * the first reply, and not at all for Kafka's events and for handlers that reject. Servers of the application's own can
 * follow its example on every version.
 */
export class SettledProcessing {
  /** A context value for this server alone: a handler may send to another server of this process. */
  private readonly key = createContextKey('nestjs-telemetry:message');
  /** Messages whose replies tell when they are over. */
  private readonly replying = new WeakSet<object>();

  private constructor(
    private readonly system: string,
    private readonly settled: Settled,
  ) {}

  /** Undefined where the end hook is enough. */
  static of(server: HookedServer, system: string, settled: Settled): SettledProcessing | undefined {
    if (typeof server.transportId === 'number' && 'runWithProcessingHooks' in server) return undefined;
    const processing = new SettledProcessing(system, settled);
    processing.followReplies(server);
    return processing;
  }

  /** Processes a message, in the context of its observation if it is observed. Returns what `process` returns. */
  follow(process: () => unknown, message: object, observed: Context | undefined, isEvent: boolean): unknown {
    // Replies to a message that is not observed must not end the message around it.
    if (observed === undefined) return contextApi.with(contextApi.active().deleteValue(this.key), process);
    const result = contextApi.with(observed.setValue(this.key, message), process);
    return types.isPromise(result) ? this.settling(result, message, isEvent) : result;
  }

  /** Whether its end hook says nothing about the end of a message. */
  isReplying(message: object): boolean {
    return this.replying.has(message);
  }

  private settling(result: Promise<unknown>, message: object, isEvent: boolean): Promise<unknown> {
    return result.then(
      (value) => {
        // Kafka's server waits for the streams of events, others do not.
        if (isEvent && this.system === 'kafka') this.settled(message);
        return value;
      },
      (error: unknown) => {
        this.settled(message, { error });
        throw error;
      },
    );
  }

  private followReplies(server: HookedServer): void {
    const { send } = server;
    if (typeof send !== 'function') return;
    server.send = (replies, respond) => {
      const message = contextApi.active().getValue(this.key) as object | undefined;
      if (message === undefined || !isObservable(replies)) return send.call(server, replies, respond);
      this.replying.add(message);
      return send.call(server, replies.pipe(finalize(() => this.settled(message))), respond);
    };
  }
}
