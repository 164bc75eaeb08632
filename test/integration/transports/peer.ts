import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { HandlerName } from './cases.js';
import type { FromPeer, PeerArguments, ToPeer } from './peer.messages.js';
import type { SpanRecord } from './span-record.js';

/** The microservice at the other end, in a process of its own. */
export class Peer {
  private readonly received: FromPeer[] = [];

  private constructor(private readonly child: ChildProcess) {
    child.on('message', (message) => this.received.push(message as FromPeer));
  }

  static async start(peer: PeerArguments): Promise<Peer> {
    const { TELEMETRY_NEST, TELEMETRY_PEER_NEST = TELEMETRY_NEST } = process.env;
    const child = fork(fileURLToPath(new URL('./peer.process.ts', import.meta.url)), [JSON.stringify(peer)], {
      env: { ...process.env, TELEMETRY_NEST: TELEMETRY_PEER_NEST },
      execArgv: ['--import', new URL('../../typescript-loader.mjs', import.meta.url).href],
    });
    const started = new Peer(child);
    await started.until((message) => 'ready' in message);
    return started;
  }

  /** Where it listens itself. */
  get port(): number | undefined {
    return this.received.map((message) => ('ready' in message ? message.port : undefined)).find(Boolean);
  }

  /** Waits until the handler has begun with these data, and returns them. */
  async handled(name: HandlerName, data: unknown): Promise<unknown> {
    const text = JSON.stringify(data);
    const message = await this.until(
      (said) => 'handled' in said && said.handled === name && JSON.stringify(said.data) === text,
    );
    return 'handled' in message ? message.data : undefined;
  }

  /** Every span so far. */
  async spans(): Promise<readonly SpanRecord[]> {
    const seen = this.received.length;
    this.tell('flush');
    await this.until((message, index) => index >= seen && 'flushed' in message);
    return this.received.flatMap((message) => ('span' in message ? [message.span] : []));
  }

  /** Lets go of handlers and streams that wait. */
  release(): void {
    this.tell('release');
  }

  async close(): Promise<void> {
    const exited = once(this.child, 'exit');
    this.child.disconnect();
    await exited;
  }

  private tell(message: ToPeer): void {
    this.child.send(message);
  }

  private async until(isIt: (message: FromPeer, index: number) => boolean): Promise<FromPeer> {
    for (;;) {
      const found = this.received.find(isIt);
      if (found !== undefined) return found;
      await Promise.race([
        once(this.child, 'message'),
        once(this.child, 'exit').then(() => Promise.reject(new Error('The peer has ended.'))),
      ]);
    }
  }
}
