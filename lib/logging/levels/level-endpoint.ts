import type { HttpServer } from '@nestjs/common';
import type { ModuleRef } from '@nestjs/core';
import { takePlace } from '../../http-adapter/adapter-place.js';
import { reserveRoute } from '../../http-adapter/reserved-route.js';
import type { Participant } from '../../life-cycle/participant.js';
import type { ReportFault } from '../../observation/index.js';
import type { ResolvedLogging } from '../../options/logging.options.js';
import { type Admission, requestGuard } from '../../http-adapter/request-guard.js';
import type { RootLogger } from '../root-logger.js';
import { readLevelChange } from './level-change.js';

interface Answer {
  readonly status: number;
  readonly body: object;
}

const ROUTE = {
  methods: ['get', 'head', 'put', 'post'],
  serves: 'the log levels',
  fix: 'Set logging.levelEndpoint.path to another path, or rename the route of the application.',
} as const;

/**
 * Shows and changes log levels: `GET` shows them; `PUT` and `POST` take `{ level, context?, forMs? }`. The routes
 * belong to the adapter and not to a controller, so that a global prefix does not move them.
 */
export class LevelEndpoint implements Participant {
  private admit: Admission = async () => 403;
  private leave: () => void = () => undefined;

  constructor(
    private readonly options: ResolvedLogging['levelEndpoint'],
    private readonly root: RootLogger,
    private readonly modules: ModuleRef,
    private readonly report: ReportFault,
  ) {}

  attach(adapter: HttpServer): void {
    if (this.options === undefined) return;
    const { path } = this.options;
    const place = takePlace<LevelEndpoint>(adapter, `level endpoint ${path}`, this, (current) => {
      const handler = (request: unknown, response: unknown) =>
        current()?.serve(adapter, request, response) ?? adapter.reply(response, {}, 404);
      const isHeld = () => current() !== undefined;
      reserveRoute(adapter, { path, ...ROUTE, isHeld }, () => {
        adapter.get(path, handler);
        adapter.put(path, handler);
        adapter.post(path, handler);
      });
    });
    this.leave = place.leave;
  }

  async prepare(): Promise<void> {
    if (this.options === undefined) return;
    this.admit = await requestGuard('logging.levelEndpoint.guard', this.options.guard, this.modules, {
      owner: LevelEndpoint,
      handler: LevelEndpoint.prototype.answer,
    });
  }

  end(): void {
    this.leave();
  }

  private async serve(adapter: HttpServer, request: unknown, response: unknown): Promise<void> {
    const { status, body } = await this.answer(request, response);
    await adapter.reply(response, body, status);
  }

  /** The response to one request. */
  async answer(request: unknown, response: unknown): Promise<Answer> {
    try {
      const status = await this.admit(request, response);
      if (status !== 200) return { status, body: { error: 'You may not.' } };
      const { method, body } = request as { readonly method?: unknown; readonly body?: unknown };
      return method === 'PUT' || method === 'POST' ? this.change(body) : this.show();
    } catch (error) {
      this.report(`${this.options?.path} could not be answered`, error);
      return { status: 500, body: { error: 'It did not work; the log says why.' } };
    }
  }

  private show(): Answer {
    return { status: 200, body: this.root.logLevels.read() };
  }

  private change(body: unknown): Answer {
    const asked = readLevelChange(body);
    if (typeof asked === 'string') return { status: 400, body: { error: asked } };
    const { level, ...options } = asked;
    this.root.logLevels.set(level, options);
    this.root.info({ fields: { ...options } }, `The log level is now ${level}`);
    return this.show();
  }
}
