import { closeAll } from '../../life-cycle/close-all.js';
import type { ReportFault } from '../../observation/index.js';
import type { StartInstrumentation } from '../instrumentation.js';
import { SharedPatch } from '../shared-patch.js';
import { ApplicationRequests } from './application-requests.js';
import { observeNodeHttp } from './node-http.channel.js';
import { observeUndici } from './undici.channel.js';

const NAME = 'http-client';
const patch = new SharedPatch(NAME);

/**
 * Observes outgoing HTTP through the channels that Node and undici publish; nothing is patched. The process has each
 * channel once, and so the first application subscribes and the last one ends that.
 */
export const instrumentHttpClient: StartInstrumentation = (application) => {
  if (!application.options.http.outgoing) return () => undefined;
  application.states.start(NAME);
  return patch.open(application, () => {
    const requests = new ApplicationRequests(() => patch.application(undefined));
    return closeAll([observeNodeHttp(requests, report), observeUndici(requests, report)]);
  });
};

const report: ReportFault = (what, error) => (patch.application(undefined)?.report ?? patch.report)(what, error);
