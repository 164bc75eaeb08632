import { tracingChannel } from 'node:diagnostics_channel';
import { context as contextApi } from '@opentelemetry/api';
import { closeAll } from '../../../life-cycle/close-all.js';
import { loadOptional } from '../../../packages/optional-package.js';
import type { ObservedApplication, StartInstrumentation } from '../../instrumentation.js';
import { connectOutsideWork } from './connect-outside-work.js';
import { checkRedisCopies } from './redis-copies.js';
import { beginBatch, beginCommand, type RedisCall } from './redis-call.js';
import { redisFailure, redisReply } from '../../../conventions/cache/redis.js';
import { RedisDescriptions } from '../../../conventions/cache/redis-descriptions.js';
import { redisTransaction } from '../../../conventions/cache/redis-transaction.js';
import { currentTelemetry, type Observation } from '../../../observation/index.js';

/**
 * Observes node-redis through the channels that it publishes: those of every copy and version in the process, `redis` or
 * `@redis/client`, come together there, and nothing is patched or loaded.
 */
export const instrumentRedis: StartInstrumentation = async (application) => {
  const wanted = application.options.cache.drivers.redis;
  if (wanted === false) return () => undefined;
  if (wanted === true) await loadOptional('redis', 'observing it', () => import('redis'));
  const descriptions = new RedisDescriptions();
  const ends = [
    checkRedisCopies(application.states),
    connectOutsideWork(),
    follow(
      'node-redis:command',
      application,
      (call) => beginCommand(application, descriptions, call),
      (call) => redisReply(call.command ?? '', (call.args?.length ?? 1) - 1, call.result),
    ),
    follow(
      'node-redis:batch',
      application,
      (call) => beginBatch(application, descriptions, call),
      ({ result }) => redisTransaction('MULTI', result),
    ),
  ];
  return closeAll(ends);
};

type FollowedCall = RedisCall & { [kept: symbol]: Observation | undefined };
type Begin = (call: RedisCall) => Observation | undefined;
type Conclude = (call: RedisCall) => Parameters<Observation['end']>[0];

function follow(name: string, application: ObservedApplication, begin: Begin, conclude: Conclude): () => void {
  // On the call itself, and so forgotten with it: a map of all calls would be larger than all else that is kept.
  const kept = Symbol('nestjs-telemetry:observation');
  const channel = tracingChannel<FollowedCall>(name);
  const handlers = {
    start: (call: FollowedCall) => {
      if (currentTelemetry(undefined, contextApi.active()) !== application.telemetry) return;
      try {
        const observation = begin(call);
        if (observation !== undefined) call[kept] = observation;
      } catch (error) {
        application.report('A Redis command could not be observed', error);
      }
    },
    end: ignore,
    asyncStart: ignore,
    asyncEnd: (call: FollowedCall) => {
      if (call.error === undefined) call[kept]?.end(conclude(call));
    },
    // Before `asyncEnd`, or alone where the call threw.
    error: (call: FollowedCall) => call[kept]?.end(redisFailure(call.command ?? '', call.error)),
  };
  channel.subscribe(handlers as never);
  return () => void channel.unsubscribe(handlers as never);
}

function ignore(): void {
  // Nothing is learned here.
}
