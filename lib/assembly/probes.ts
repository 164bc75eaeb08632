import type { Probe } from '../doctor/receivers/probe.js';
import { createLogClient } from '../logging/otlp/create-log-client.js';
import { otlpPush } from '../metrics/otlp/otlp.push.js';
import { httpCall } from '../sending/http-call.js';
import { outcomeOfError, outcomeOfStatus } from '../sending/passing-failure.js';
import type { SendOutcome } from '../sending/send-outcome.js';
import { shownAddress } from '../sending/sender.js';
import type { ResolvedOptions } from '../telemetry.options.js';
import { createExporter } from '../tracing/exporters/create-exporter.js';

/**
 * The receivers that the options name, each with a separate client: the queues of the application are not touched. An
 * exporter of the user's is not among them. `sendsSpans` is false where others export them.
 */
export async function probesOf(options: ResolvedOptions, sendsSpans: boolean): Promise<readonly Probe[]> {
  return [...(sendsSpans ? await ofTraces(options) : []), ...(await ofMetrics(options)), ...(await ofLogs(options))];
}

interface Client {
  readonly address?: string | undefined;
  /** Sends a request without items. */
  send(): Promise<SendOutcome>;
  closeBy?(deadline: AbortSignal): void;
  close?(): Promise<void>;
}

async function ofTraces(options: ResolvedOptions): Promise<readonly Probe[]> {
  const { disabled, sdk, configFile, exporters } = options.tracing;
  if (disabled || sdk !== undefined || configFile !== undefined) return [];
  const choices = await Promise.all(exporters.map((exporter) => createExporter(exporter, options)));
  return choices.flatMap((choice) => {
    if (choice?.sender.address === undefined) return [];
    const { name, sender } = choice;
    return [
      probe(
        'traces',
        name,
        clientOf(sender, () => sender.send([])),
      ),
    ];
  });
}

async function ofMetrics(options: ResolvedOptions): Promise<readonly Probe[]> {
  const { otlp, pushgateway } = options.metrics;
  const probes: Probe[] = [];
  if (otlp !== undefined) {
    const push = await otlpPush(otlp, options, [], Date.now());
    const never = new AbortController().signal;
    probes.push(
      probe(
        'metrics',
        'otlp',
        clientOf(push, () => push.push(never)),
      ),
    );
  }
  if (pushgateway !== undefined) probes.push(ofPushgateway(pushgateway));
  return probes;
}

/** A push would replace metrics: this only asks whether it is there. */
function ofPushgateway({ url, headers }: NonNullable<ResolvedOptions['metrics']['pushgateway']>): Probe {
  const health = new URL(`${url.replace(/\/+$/, '')}/-/healthy`);
  return {
    signal: 'metrics',
    name: 'pushgateway',
    address: shownAddress(url),
    async send(signal): Promise<SendOutcome> {
      try {
        const { status, statusText } = await httpCall(health, { method: 'GET', headers: { ...headers }, signal });
        return status < 300 ? { kind: 'sent' } : outcomeOfStatus(status, statusText, undefined);
      } catch (error) {
        return outcomeOfError(error);
      }
    },
  };
}

async function ofLogs({ logging: { otlp } }: ResolvedOptions): Promise<readonly Probe[]> {
  if (otlp === undefined) return [];
  const client = await createLogClient(otlp, () => []);
  return [
    probe(
      'logs',
      'otlp',
      clientOf(client, () => client.send([])),
    ),
  ];
}

function clientOf(sender: Omit<Client, 'send'>, send: Client['send']): Client {
  return {
    address: sender.address,
    send,
    closeBy: (deadline) => sender.closeBy?.(deadline),
    close: async () => sender.close?.(),
  };
}

function probe(signal: Probe['signal'], name: string, client: Client): Probe {
  return {
    signal,
    name,
    address: client.address,
    async send(deadline) {
      client.closeBy?.(deadline);
      try {
        return await client.send();
      } finally {
        await client.close?.();
      }
    },
  };
}
