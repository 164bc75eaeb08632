import { ClientProxy } from '@nestjs/microservices';
import type { ObservedApplication } from '../../../lib/instrumentation/instrumentation.js';
import { instrumentMicroserviceClients } from '../../../lib/instrumentation/microservice/microservice-clients.instrumentation.js';
import { InstrumentationStates } from '../../../lib/instrumentation/states/instrumentation-states.js';
import { Telemetry } from '../../../lib/observation/index.js';

const METHOD = 'createPacket';

async function faultsOfOpening(): Promise<readonly string[]> {
  const faults: string[] = [];
  const report = (what: string) => void faults.push(what);
  const application = {
    telemetry: new Telemetry([], report),
    options: { messaging: { outgoing: true } },
    report,
    states: new InstrumentationStates(report),
  } as unknown as ObservedApplication;
  const close = await instrumentMicroserviceClients(application);
  close();
  return faults;
}

it('has nothing to complain of where Nest has what it needs', async () => {
  expect(await faultsOfOpening()).toEqual([]);
});

it('reports once that Nest has no method through which a trace could be sent along', async () => {
  const prototype = ClientProxy.prototype as object;
  const descriptor = Object.getOwnPropertyDescriptor(prototype, METHOD) as PropertyDescriptor;
  Reflect.deleteProperty(prototype, METHOD);
  try {
    expect(await faultsOfOpening()).toEqual([
      expect.stringMatching(
        /^@nestjs\/microservices \S+ has no ClientProxy#createPacket: messages are sent without their trace\. Fix: update/,
      ),
    ]);
  } finally {
    Object.defineProperty(prototype, METHOD, descriptor);
  }
});
