import { Socket } from 'node:net';

/** The resources that collecting metrics keeps active. They are not the application's. */
export class OwnResources {
  private readonly counts = new Map<string, number>();

  /** Until the returned function is called, one resource of this type is telemetry's. */
  hold(type: string): () => void {
    this.add(type, 1);
    let held = true;
    return () => {
      if (held) this.add(type, -1);
      held = false;
    };
  }

  /** The connection of a scrape. */
  holdConnection(socket: unknown): () => void {
    if (!(socket instanceof Socket)) return () => undefined;
    return this.hold(socket.remoteAddress === undefined ? 'PipeWrap' : 'TCPSocketWrap');
  }

  /** The active resources of the process by type, without those of telemetry. */
  others(): Readonly<Record<string, number>> {
    const active: Record<string, number> = {};
    for (const type of process.getActiveResourcesInfo()) active[type] = (active[type] ?? 0) + 1;
    for (const [type, own] of this.counts) {
      const left = (active[type] ?? 0) - own;
      if (left > 0) active[type] = left;
      else delete active[type];
    }
    return active;
  }

  private add(type: string, change: number): void {
    this.counts.set(type, (this.counts.get(type) ?? 0) + change);
  }
}
