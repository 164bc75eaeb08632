// Starts a remote sampler and has nothing else to do: nothing closes it.
import { RemoteSampler } from '../../../../lib/tracing/samplers/remote/remote.sampler.js';

const [endpoint = ''] = process.argv.slice(2);
// The channel to the parent would keep this process alive.
process.disconnect();
new RemoteSampler({ service: 'brief', endpoint, pollIntervalMs: 60_000, initialRatio: 0 }, () => undefined).start();
