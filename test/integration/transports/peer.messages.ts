import type { MicroserviceOptions } from '@nestjs/microservices';
import type { HandlerName } from './cases.js';
import type { SpanRecord } from './span-record.js';

/** What a peer is started with. */
export interface PeerArguments {
  readonly namespace: string;
  readonly observed: boolean;
  readonly options: MicroserviceOptions;
}

/** To the peer: let go of what is held back, or send every span. */
export type ToPeer = 'release' | 'flush';

/** From the peer, in order. `port` where it has one of its own. */
export type FromPeer =
  | { readonly ready: true; readonly port?: number | undefined }
  | { readonly handled: HandlerName; readonly data: unknown }
  | { readonly span: SpanRecord }
  | { readonly flushed: true };
