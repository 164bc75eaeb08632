import { type Context, context as contextApi, type TextMapSetter } from '@opentelemetry/api';
import { withForeignSpan } from '../../context/foreign-span.js';
import { REQUEST_ID } from '../../context/request-id.js';
import { TraceFields } from '../../context/trace-fields.js';
import { type GrpcAddress, grpcClientOperation, grpcTarget } from '../../conventions/rpc/grpc.js';
import { RecentValues } from '../../life-cycle/recent-values.js';
import { type Operation, UnitOfWork } from '../../observation/index.js';
import type { ObservedApplication } from '../instrumentation.js';
import { type HostMatcher, hostMatcher } from '../http-client/host-matcher.js';
import { ClientCall } from './client-call.js';
import type { GrpcChannel, GrpcClientCall, GrpcMetadata } from './grpc-js.js';
import { observedPaths } from './observed-paths.js';

const SETTER: TextMapSetter<GrpcMetadata> = {
  set: (metadata, name, value) => {
    if (metadata.get(name).length === 0) metadata.set(name, value);
  },
};

interface Target extends GrpcAddress {
  readonly text: string;
}

/** The calls that one application makes. */
export class ClientCalls {
  private readonly operations = new RecentValues<Operation>();
  private readonly targets = new WeakMap<GrpcChannel, Target>();
  private readonly inProgress = new Set<ClientCall>();
  private readonly isObserved: (path: string) => boolean;
  private readonly withoutPropagation: HostMatcher;
  private readonly traceFields: TraceFields;

  constructor(private readonly application: ObservedApplication) {
    const { propagator, options } = application;
    const { messaging, http } = options;
    this.traceFields = new TraceFields(propagator);
    this.isObserved = observedPaths(messaging.ignorePatterns);
    this.withoutPropagation = hostMatcher(http.noPropagationTo);
  }

  /** Sees to it that `call` is observed from its start on, as made by who is at work now. */
  follow(call: GrpcClientCall, path: string, channel: GrpcChannel): void {
    if (!this.isObserved(path)) return;
    const caller = contextApi.active();
    const { start, sendMessageWithContext } = call;
    if (typeof start !== 'function') return;
    let observed: ClientCall | undefined;
    call.start = (metadata, listener) => {
      let sent = metadata;
      try {
        // The caller may use the same metadata again, for a call of another trace.
        sent = metadata.clone();
        observed = this.begin(call, path, this.target(channel), sent, caller);
      } catch (error) {
        this.application.report('A gRPC call could not be observed', error);
      }
      start.call(call, sent, observed?.through(listener, caller) ?? listener);
    };
    if (typeof sendMessageWithContext !== 'function') return;
    call.sendMessageWithContext = (context, message) => {
      if (observed !== undefined) observed.requestSizeBytes += message.byteLength;
      sendMessageWithContext.call(call, context, message);
    };
  }

  /** The application is closing, and will not learn how these end. */
  close(): void {
    for (const call of this.inProgress) call.end('CANCELLED');
  }

  private begin(
    call: GrpcClientCall,
    path: string,
    target: Target,
    metadata: GrpcMetadata,
    caller: Context,
  ): ClientCall {
    const { telemetry, propagator, options, report } = this.application;
    const operation = this.operations.of(`${path} ${target.text}`, () => grpcClientOperation(path, target));
    const isTraced = this.traceFields.areIn((field) => metadata.get(field).length > 0);
    const observation = telemetry.begin(operation, withForeignSpan(caller, isTraced));
    const observed = new ClientCall(observation, call, target.text, (ended) => this.inProgress.delete(ended));
    this.inProgress.add(observed);
    if (this.withoutPropagation(target.address, target.port)) return observed;
    try {
      if (!isTraced) propagator.inject(observation.context, metadata, SETTER);
      const requestId = options.messaging.requestId ? UnitOfWork.of(caller)?.requestId : undefined;
      if (requestId !== undefined) SETTER.set(metadata, REQUEST_ID, requestId);
    } catch (error) {
      report('The trace context could not be sent along with a gRPC call', error);
    }
    return observed;
  }

  private target(channel: GrpcChannel): Target {
    let target = this.targets.get(channel);
    if (target === undefined) {
      const text = channel.getTarget();
      target = { text, ...grpcTarget(text) };
      this.targets.set(channel, target);
    }
    return target;
  }
}
