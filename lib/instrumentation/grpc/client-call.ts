import { type Attributes, type Context, context as contextApi } from '@opentelemetry/api';
import { ATTR_NETWORK_PEER_ADDRESS, ATTR_NETWORK_PEER_PORT } from '@opentelemetry/semantic-conventions';
import { grpcStatus, type GrpcStatus, hostAndPort } from '../../conventions/rpc/grpc.js';
import { rpcResult } from '../../conventions/rpc/rpc.js';
import type { Observation } from '../../observation/index.js';
import type { GrpcClientCall, GrpcListener } from './grpc-js.js';

/** What grpc-js says when its own side cancels. */
const CALLED_OFF = 'Cancelled on client';

/** One call that this process makes, from its metadata to its status. */
export class ClientCall {
  requestSizeBytes = 0;
  private responseSizeBytes = 0;

  constructor(
    private readonly observation: Observation,
    private readonly call: GrpcClientCall,
    private readonly target: string,
    private readonly ended: (call: ClientCall) => void,
  ) {}

  /** Events of the connection come in its context; the caller gets them in the caller's. */
  through(listener: GrpcListener, caller: Context): GrpcListener {
    return {
      onReceiveMetadata: (metadata) => contextApi.with(caller, () => listener.onReceiveMetadata(metadata)),
      onReceiveMessage: (message) => {
        this.responseSizeBytes += message?.byteLength ?? 0;
        contextApi.with(caller, () => listener.onReceiveMessage(message));
      },
      onReceiveStatus: (status) => {
        this.end(grpcStatus(status.code), status.details);
        contextApi.with(caller, () => listener.onReceiveStatus(status));
      },
    };
  }

  end(status: GrpcStatus, details?: string): void {
    if (this.observation.ended) return;
    const { requestSizeBytes, responseSizeBytes } = this;
    const error = status === 'OK' || !details ? undefined : { name: status, message: details };
    const isCalledOff = details === CALLED_OFF;
    const result = rpcResult(status, { error, isCalledOff, requestSizeBytes, responseSizeBytes });
    this.observation.end({ ...result, facts: { ...result.facts, ...this.peer() } });
    this.ended(this);
  }

  private peer(): Attributes {
    const peer = this.call.getPeer?.() ?? 'unknown';
    // Before there is a connection, only the name of what was looked for.
    if (peer === this.target || peer === 'unknown') return {};
    const { address, port } = hostAndPort(peer);
    return {
      [ATTR_NETWORK_PEER_ADDRESS]: address,
      ...(port === undefined ? {} : { [ATTR_NETWORK_PEER_PORT]: port }),
    };
  }
}
