import type { Http2Session, IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import type { Attributes } from '@opentelemetry/api';
import {
  ATTR_NETWORK_PEER_ADDRESS,
  ATTR_NETWORK_PEER_PORT,
  ATTR_RPC_METHOD_ORIGINAL,
} from '@opentelemetry/semantic-conventions';
import { plainAddress } from '../../conventions/ip-address.js';
import { withForeignSpan } from '../../context/foreign-span.js';
import { extractRemote, headerGetter } from '../../context/propagation.js';
import { REQUEST_ID } from '../../context/request-id.js';
import { grpcServerOperation, unservedGrpcOperation } from '../../conventions/rpc/grpc.js';
import { RecentValues } from '../../life-cycle/recent-values.js';
import { type Operation, UnitOfWork } from '../../observation/index.js';
import type { ObservedApplication } from '../instrumentation.js';
import type { GrpcHandler, GrpcServer } from './grpc-js.js';
import { isWrapped } from '../is-wrapped.js';
import { observedPaths } from './observed-paths.js';
import { ServerCall } from './server-call.js';

/** The calls that one application serves. */
export class ServerCalls {
  private readonly operations = new RecentValues<Operation>();
  private readonly unserved = unservedGrpcOperation();
  private readonly peers = new WeakMap<Http2Session, Attributes>();
  private readonly inProgress = new Set<ServerCall>();
  private readonly isObserved: (path: string) => boolean;

  constructor(private readonly application: ObservedApplication) {
    this.isObserved = observedPaths(application.options.messaging.ignorePatterns);
  }

  /** Undefined where it is not to be observed. */
  begin(
    server: GrpcServer,
    handler: GrpcHandler | null,
    stream: ServerHttp2Stream,
    headers: IncomingHttpHeaders,
  ): ServerCall | undefined {
    const path = headers[':path'] ?? '';
    if (!this.isObserved(path)) return undefined;
    const { telemetry, propagator } = this.application;
    const remote = extractRemote(propagator, headers, headerGetter);
    const parent = withForeignSpan(remote, handler !== null && isWrapped(handler.func));
    const { kind, name, labels } =
      handler === null ? this.unserved : this.operations.of(path, () => grpcServerOperation(path));
    const peer = this.peer(stream.session);
    const attributes = handler === null ? { ...peer, [ATTR_RPC_METHOD_ORIGINAL]: path.slice(1) } : peer;
    const observation = telemetry.beginUnit({ kind, name, labels, attributes }, parent);
    observation.awaitAnswer();
    UnitOfWork.of(observation.context)?.identify(headers[REQUEST_ID]);
    const call = new ServerCall(observation, server, stream, headers, (ended) => this.inProgress.delete(ended));
    this.inProgress.add(call);
    return call;
  }

  /** The application is closing: what its server has cut off is over, though the streams may not have said so yet. */
  close(): void {
    for (const call of this.inProgress) call.end('UNAVAILABLE');
  }

  private peer(session: Http2Session | undefined): Attributes {
    if (session === undefined) return {};
    let peer = this.peers.get(session);
    if (peer === undefined) {
      const { remoteAddress, remotePort } = session.socket;
      peer = {
        ...(remoteAddress === undefined ? {} : { [ATTR_NETWORK_PEER_ADDRESS]: plainAddress(remoteAddress) }),
        ...(remotePort === undefined ? {} : { [ATTR_NETWORK_PEER_PORT]: remotePort }),
      };
      this.peers.set(session, peer);
    }
    return peer;
  }
}
