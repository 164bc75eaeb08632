import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describeError } from '../../../lib/conventions/errors/described-error.js';

const ROOT = join(import.meta.dirname, '../../..');

const OURS = [
  '    at Telemetry.run (/app/node_modules/nestjs-telemetry/dist/esm/index.js:10:20)',
  '    at wrapper (file:///app/node_modules/nestjs-telemetry/dist/esm/index.js:10:20)',
  '    at wrapper (C:\\app\\node_modules\\nestjs-telemetry\\dist\\cjs\\index.cjs:10:20)',
  '    at wrapper (/app/node_modules/.pnpm/nestjs-telemetry@1.0.0/node_modules/nestjs-telemetry/lib/index.ts:1:1)',
  `    at wrapper (${ROOT}/lib/decorators/observe-method.ts:1:1)`,
  `    at wrapper (${pathToFileURL(ROOT).href}/dist/esm/index.js:1:1)`,
];
const USERS = [
  '    at OrdersService.place (/app/src/orders.service.ts:10:20)',
  '    at async OrdersController.place (file:///app/dist/orders.controller.js:5:1)',
  '    at C:\\app\\src\\main.ts:5:1',
  '    at Shop.open (/srv/nestjs-telemetry/dist/sample/shop.js:1:1)',
];
const FOREIGN = [
  '    at Client.query (/app/node_modules/pg/lib/client.js:1:1)',
  '    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)',
  '    at new Promise (<anonymous>)',
  '    at async Promise.all (index 0)',
  '    at Layer.handle (C:\\app\\node_modules\\router\\index.js:1:1)',
  '    at next (/app/node_modules/router/index.js:2:1)',
  '    at next (/app/node_modules/router/index.js:3:1)',
];

const framesOf = (frames: readonly string[]) => {
  const error = Object.assign(new Error('no'), { stack: ['Error: no', ...frames].join('\n') });
  const { stack } = describeError(error);
  // What the application sees stays as it is.
  expect(error.stack).toBe(['Error: no', ...frames].join('\n'));
  return stack?.split('\n').slice(1);
};

describe('the frames of a recorded stack', () => {
  it('are those of the application, then some of others, and none of ours', () => {
    const mixed = [OURS, FOREIGN, USERS].flatMap((frames) => frames).toSorted((a, b) => a.length - b.length);
    const foreign = mixed.filter((frame) => FOREIGN.includes(frame)).slice(0, 5);
    expect(framesOf(mixed)).toEqual([...mixed.filter((frame) => USERS.includes(frame)), ...foreign]);
  });

  it('are those of others where there is none of the application', () => {
    expect(framesOf([...OURS, ...FOREIGN])).toEqual(FOREIGN);
  });

  it('are none where all are ours', () => {
    expect(framesOf(OURS)).toEqual([]);
  });
});
