import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { type Context, context as contextApi, ROOT_CONTEXT, type TextMapPropagator } from '@opentelemetry/api';
import { plainAddress } from '../../conventions/ip-address.js';
import { httpServerOperation, httpServerResult } from '../../conventions/http-server/http-server.js';
import { raw } from '../../http-adapter/raw.js';
import type { ReportFault, Telemetry } from '../../observation/index.js';
import type { ResolvedOptions } from '../../telemetry.options.js';
import { watchAnswer } from './answer-beside.js';
import { requestContext } from './foreign-request.js';
import { isCutShort, refusalStatus, UNREADABLE } from './refusal.js';
import { keepContext, servedBy } from './request-context.js';
import type { RequestFacts } from './request-facts.js';
import { answeredBeside } from './response-end.js';

type ServerOperation = ReturnType<typeof httpServerOperation>;

/** Records requests that are refused on their connection: no response object shows their answer. */
export class RefusalObserver {
  constructor(
    private readonly telemetry: Telemetry,
    private readonly propagator: TextMapPropagator,
    private readonly facts: RequestFacts,
    private readonly options: Pick<ResolvedOptions['http'], 'errorStatusFrom'>,
    private readonly report: ReportFault,
  ) {}

  /** A request that Node could not read. Node answers it by itself unless `answer` does. */
  ofNode(error: unknown, socket: Socket, answer: () => boolean): boolean {
    const expected = socket.writable ? refusalStatus(error) : undefined;
    if (expected === undefined) return answer();
    let statusCode = expected;
    const response = servedBy(socket);
    const isAnswered = response?.headersSent === true || isCutShort(error);
    const stop = watchAnswer(socket, (written) => (statusCode = written));
    try {
      return answer();
    } finally {
      stop();
      // A request in progress ends with its own response.
      if (response === undefined) this.record(() => unreadable(socket), ROOT_CONTEXT, statusCode);
      else if (!isAnswered) answeredBeside(response, statusCode);
    }
  }

  /**
   * A request for another protocol is none of HTTP: it lasts as long as its connection. If it is refused, its answer is
   * one of HTTP.
   */
  ofUpgrade(given: unknown, socket: Socket): void {
    const request = raw<IncomingMessage>(given);
    const active = contextApi.active();
    keepContext(request, active);
    try {
      if (this.facts.isIgnored(request)) return;
      watchAnswer(socket, (statusCode) => {
        if (statusCode < 200) return;
        const parent = requestContext(active, this.propagator, request.headers);
        this.record(() => this.facts.operation(request), parent, statusCode);
      });
    } catch (fault) {
      this.report('A request for another protocol could not be observed', fault);
    }
  }

  private record(describe: () => ServerOperation, parent: Context, statusCode: number): void {
    try {
      const { errorStatusFrom } = this.options;
      const observation = this.telemetry.beginUnit(describe(), parent);
      observation.end(
        httpServerResult({ statusCode, bodySizeBytes: 0, how: 'sent', error: undefined, errorStatusFrom }),
      );
    } catch (fault) {
      this.report('A request that was refused could not be observed', fault);
    }
  }
}

function unreadable(socket: Socket): ServerOperation {
  return httpServerOperation({
    method: UNREADABLE,
    path: undefined,
    scheme: 'encrypted' in socket ? 'https' : 'http',
    server: undefined,
    clientAddress: socket.remoteAddress && plainAddress(socket.remoteAddress),
    userAgent: undefined,
    protocolVersion: undefined,
  });
}
