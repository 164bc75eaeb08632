import { type handleUnaryCall, type Metadata, Server, ServerCredentials } from '@grpc/grpc-js';
import { type ReceivedSpan, spansFromProtobuf } from './received-spans.js';

/** An OTLP/gRPC receiver that keeps every span it gets. */
export class OtlpGrpcReceiver {
  readonly spans: ReceivedSpan[] = [];
  readonly metadata: Metadata[] = [];
  readonly endpoint: string;

  private constructor(
    private readonly server: Server,
    port: number,
  ) {
    this.endpoint = `http://127.0.0.1:${port}`;
  }

  static async start(): Promise<OtlpGrpcReceiver> {
    const server = new Server();
    const receive: handleUnaryCall<Buffer, Buffer> = (call, answer) => {
      receiver.metadata.push(call.metadata);
      receiver.spans.push(...spansFromProtobuf(call.request));
      // An empty ExportTraceServiceResponse.
      answer(null, Buffer.alloc(0));
    };
    server.addService(
      {
        export: {
          path: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
          requestStream: false,
          responseStream: false,
          requestSerialize: (body: Buffer) => body,
          requestDeserialize: (body: Buffer) => body,
          responseSerialize: (body: Buffer) => body,
          responseDeserialize: (body: Buffer) => body,
        },
      },
      { export: receive },
    );
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
        error === null ? resolve(bound) : reject(error),
      );
    });
    const receiver = new OtlpGrpcReceiver(server, port);
    return receiver;
  }

  close(): void {
    this.server.forceShutdown();
  }
}
