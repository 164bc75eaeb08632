import { fileURLToPath } from 'node:url';
import type { LoadQuestions } from '../load/load.js';
import type { ReceiverQuestions } from '../receiver/receiver.js';
import type { ServerQuestions } from '../servers/serve.js';
import type { AdapterName, Variant } from '../variant.js';
import { Child } from './child.js';
import type { Pinning } from './pinning.js';

export type Server = Child<ServerQuestions>;

/** The processes of a benchmark. */
export class Laboratory {
  private constructor(
    private readonly pinning: Pinning,
    readonly receiver: Child<ReceiverQuestions>,
    readonly load: Child<LoadQuestions>,
  ) {}

  static async open(pinning: Pinning): Promise<Laboratory> {
    const receiver = await Child.start<ReceiverQuestions>({ args: [script('receiver/receiver')], pin: pinning.load });
    const load = await Child.start<LoadQuestions>({ args: [script('load/load')], pin: pinning.load });
    return new Laboratory(pinning, receiver, load);
  }

  /** Resolves when the server listens. */
  serve(
    variant: Variant,
    adapter: AdapterName,
    { flags = [], countLines = false }: { readonly flags?: readonly string[]; readonly countLines?: boolean } = {},
  ): Promise<Server> {
    const preload = variant === 'standard' ? ['--import', script('servers/standard.preload')] : [];
    return Child.start<ServerQuestions>({
      args: [...flags, ...preload, script(`servers/${variant}.server`), adapter],
      pin: this.pinning.server,
      countLines,
      env: {
        NODE_ENV: 'production',
        OTEL_SERVICE_NAME: `bench-${variant}`,
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${this.receiver.port}`,
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      },
    });
  }

  /** Sends what waits and resolves with the count of spans, once no more come. */
  async collect(server: Server): Promise<number> {
    await server.ask('flush');
    let before = -1;
    let received = await this.receiver.ask('received');
    // A batch that was under way when the flush was asked for is not part of it.
    while (received !== before) {
      before = received;
      await new Promise((resolve) => setTimeout(resolve, 50));
      received = await this.receiver.ask('received');
    }
    return received;
  }

  async close(): Promise<void> {
    await Promise.all([this.receiver.stop(), this.load.stop()]);
  }
}

function script(name: string): string {
  return fileURLToPath(new URL(`../${name}.js`, import.meta.url));
}
