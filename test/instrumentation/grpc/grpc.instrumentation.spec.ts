import { setImmediate as turn } from 'node:timers/promises';
import * as grpc from '@grpc/grpc-js';
import { RpcExceptionsHandler } from '@nestjs/microservices/exceptions/rpc-exceptions-handler.js';
import { Subject } from 'rxjs';
import { instrumentGrpc } from '../../../lib/instrumentation/grpc/grpc.instrumentation.js';
import type { ObservedApplication } from '../../../lib/instrumentation/instrumentation.js';
import { InstrumentationStates } from '../../../lib/instrumentation/states/instrumentation-states.js';
import { Telemetry } from '../../../lib/observation/index.js';

const prototypes = [grpc.Server.prototype, grpc.Channel.prototype, RpcExceptionsHandler.prototype] as object[];
const methods = () => prototypes.flatMap((owner) => Object.values(Object.getOwnPropertyDescriptors(owner)));

it('leaves nothing behind when the application closes while a server of Nest is still being patched', async () => {
  const before = methods().map(({ value }) => value as unknown);
  const faults: unknown[] = [];
  const report = (what: string, error?: unknown) => void faults.push(what, error);
  const rpcTargets = new Subject<unknown>();
  const application = {
    telemetry: new Telemetry([], report),
    options: { messaging: { incoming: true, outgoing: true, ignorePatterns: [] }, http: { noPropagationTo: [] } },
    rpcTargets,
    report,
    states: new InstrumentationStates(report),
  } as unknown as ObservedApplication;
  const close = await instrumentGrpc(application);
  rpcTargets.next({ transportId: 4, createClient: async () => ({}) });
  close();
  for (let turns = 0; turns < 50; turns++) await turn();
  expect(methods().map(({ value }) => value as unknown)).toEqual(before);
  expect(methods().every(({ value }, at) => value === before[at])).toBe(true);
  expect(faults).toEqual([]);
});
