import { ConsoleTreeReporter } from 'nestjs-telemetry';
import { freePorts } from './start/free-ports.js';
import { Service } from './start/service.js';
import { whenParentEnds } from './start/when-parent-ends.js';
import { welcome } from './welcome.js';

// Starts the three services, each in a process of its own, and draws their spans: one tree for each trace.
const port = Number(process.env['PORT'] ?? 3000);
const trees = new ConsoleTreeReporter();
const services: Service[] = [];
let stopping = false;

function start(name: Service['name'], env: Readonly<Record<string, string>>): Promise<void> {
  const service = new Service(name, env, (span) => trees.report(span));
  services.push(service);
  // One of three is no shop.
  void service.ended.then(() => stop(1));
  return service.ready();
}

/** In the order in which they call each other, so that none loses the service that it is waiting for. */
async function stop(how: NodeJS.Signals | number): Promise<void> {
  if (stopping) return;
  stopping = true;
  for (const name of ['gateway', 'orders', 'inventory'] as const) {
    await services.find((service) => service.name === name)?.stop();
  }
  trees.close();
  if (typeof how === 'number') process.exitCode = how;
  else process.kill(process.pid, how);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(signal));
whenParentEnds(() => void stop('SIGTERM'));

const [ordersPort, inventoryPort] = await freePorts(2);
const ports = { ORDERS_PORT: String(ordersPort), INVENTORY_PORT: String(inventoryPort) };
try {
  await Promise.all([
    start('inventory', { ...ports, METRICS_PORT: String(port + 2) }),
    start('orders', { ...ports, METRICS_PORT: String(port + 1) }),
  ]);
  await start('gateway', ports);
  process.stdout.write(welcome(port, process.env));
} catch {
  await stop(1);
}
