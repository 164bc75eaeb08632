import { closeAll } from '../../life-cycle/close-all.js';
import type { StartInstrumentation } from '../instrumentation.js';
import { ClientRequests } from './client-requests.js';
import { observeNodeHttp } from './node-http.channel.js';
import { observeUndici } from './undici.channel.js';

/** Observes outgoing HTTP through the channels that Node and undici publish; nothing is patched. */
export const instrumentHttpClient: StartInstrumentation = ({ telemetry, propagator, options, report }) => {
  if (!options.http.outgoing) return () => undefined;
  const requests = new ClientRequests(telemetry, propagator, options.http);
  const ends = [observeNodeHttp(requests, report), observeUndici(requests, report)];
  return closeAll(ends);
};
