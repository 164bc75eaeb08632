import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from '../../../until.js';

/** What the server answers: JSON of a value, a text as it is, a status, or nothing at all. */
export type Answer =
  | { readonly json: unknown }
  | { readonly text: string }
  | { readonly status: number }
  | 'silence'
  | 'endless';

export interface Question {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** A collector's sampling endpoint, real enough to be asked over HTTP. */
export class SamplingServer {
  readonly questions: Question[] = [];
  /** Questions whose connection has closed before they were answered. */
  abandoned = 0;
  private readonly server: Server;

  private constructor(public answer: Answer) {
    this.server = createServer((request, response) => {
      this.questions.push({ url: request.url ?? '', headers: request.headers });
      response.once('close', () => {
        if (!response.writableFinished) this.abandoned++;
      });
      reply(response, this.answer);
    });
  }

  static async start(answer: Answer, port = 0): Promise<SamplingServer> {
    const started = new SamplingServer(answer);
    await new Promise<void>((resolve) => started.server.listen(port, '127.0.0.1', resolve));
    return started;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/sampling`;
  }

  /** Waits for a question that is asked from now on, and for the one after: by then the first is dealt with. */
  async askedAgain(): Promise<void> {
    const before = this.questions.length;
    await until(() => this.questions.length >= before + 2);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

function reply(response: ServerResponse, answer: Answer): void {
  if (answer === 'silence') return;
  if (answer === 'endless') {
    const chunk = Buffer.alloc(256 * 1024, '[');
    const write = () => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on('drain', write);
    write();
  } else if ('status' in answer) response.writeHead(answer.status).end('no');
  else response.end('json' in answer ? JSON.stringify(answer.json) : answer.text);
}

export function probabilistic(samplingRate: number): Answer {
  return { json: { strategyType: 'PROBABILISTIC', probabilisticSampling: { samplingRate } } };
}

export function rateLimiting(maxTracesPerSecond: number): Answer {
  return { json: { strategyType: 'RATE_LIMITING', rateLimitingSampling: { maxTracesPerSecond } } };
}

/** Default probability and lower bound, then the probability of each operation. */
export function perOperation(ratio: number, lowerBound: number, operations: Readonly<Record<string, number>>): Answer {
  return {
    json: {
      strategyType: 'PROBABILISTIC',
      probabilisticSampling: { samplingRate: ratio },
      operationSampling: {
        defaultSamplingProbability: ratio,
        defaultLowerBoundTracesPerSecond: lowerBound,
        perOperationStrategies: Object.entries(operations).map(([operation, samplingRate]) => ({
          operation,
          probabilisticSampling: { samplingRate },
        })),
      },
    },
  };
}
