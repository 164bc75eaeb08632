import { randomUUID } from 'node:crypto';
import { type Case, type HandlerName, patternOf } from './cases.js';
import { type ClientEnd, startClient } from './client-end.js';
import { Peer } from './peer.js';
import { SCENARIOS } from './scenarios.js';
import type { SpanRecord } from './span-record.js';
import type { TransportUnderTest } from './transport.js';

/** More than two processes need to start and to find each other: Kafka's groups take their time. */
export const START_MS = 60_000;

/** Which of the ends have telemetry. */
export interface Observed {
  readonly client: boolean;
  readonly peer: boolean;
}

/** Both ends of a transport, connected. */
export class Ends {
  private constructor(
    readonly transport: TransportUnderTest,
    readonly namespace: string,
    private readonly here: ClientEnd,
    readonly peer: Peer,
    private readonly leaveMeetingPoint: () => Promise<void>,
  ) {}

  static async start(transport: TransportUnderTest, observed: Observed): Promise<Ends> {
    const namespace = `matrix-${randomUUID().slice(0, 8)}`;
    const meetingPoint = await transport.meetingPoint?.(namespace);
    const peer = Peer.start({
      namespace,
      observed: observed.peer,
      options: transport.server(namespace, meetingPoint?.address ?? ''),
    });
    // With a broker both can connect at the same time; Kafka lets each wait three seconds for others of its group.
    const address = meetingPoint === undefined ? String((await peer).port ?? '') : meetingPoint.address;
    const client = startClient(transport, namespace, address, observed.client);
    return new Ends(transport, namespace, await client, await peer, async () => meetingPoint?.close?.());
  }

  get client() {
    return this.here.client;
  }

  readonly pattern = (name: HandlerName): string => patternOf(this.namespace, name);

  /** Plays a case, below a span of its name. */
  async play(title: Case): Promise<void> {
    await this.here.below(title, () => SCENARIOS[title](this));
  }

  async spans(): Promise<readonly SpanRecord[]> {
    return [...(await this.here.spans()), ...(await this.peer.spans())];
  }

  async close(): Promise<void> {
    await this.here.close();
    await this.peer.close();
    await this.leaveMeetingPoint();
  }
}
