import type { IncomingMessage } from 'node:http';
import { httpPathMatcher, pathOf } from '../../conventions/http/http-path.js';
import { httpServerOperation } from '../../conventions/http-server/http-server.js';
import { type ServerAddress, serverAddress } from '../../conventions/http-server/server-address.js';
import { pathRewriter, type RewritePath } from '../../described/path-rewriter.js';
import type { ReportFault } from '../../observation/index.js';
import type { ResolvedOptions } from '../../telemetry.options.js';
import { type ClientAddress, clientAddressBy } from './client-address.js';

type Request = IncomingMessage & { readonly originalUrl?: string };
type ServerOperation = ReturnType<typeof httpServerOperation>;

/** Reads what a request says on arrival, as the options want it. */
export class RequestFacts {
  readonly rewrite: RewritePath;
  private readonly clientAddress: ClientAddress;
  private readonly ignored: (path: string) => boolean;
  /** Clients ask for a server by the same name again and again. */
  private lastHost: { readonly host: string; readonly address: ServerAddress | undefined } | undefined;

  constructor(options: Pick<ResolvedOptions['http'], 'trustProxy' | 'ignorePaths' | 'path'>, report: ReportFault) {
    this.clientAddress = clientAddressBy(options.trustProxy);
    this.ignored = httpPathMatcher(options.ignorePaths);
    this.rewrite = pathRewriter(options.path, report);
  }

  /** Below a mount, the framework cuts off the front of `url`: both paths count. */
  isIgnored({ originalUrl, url = '/' }: Request): boolean {
    return this.ignored(pathOf(originalUrl ?? url)) || (originalUrl !== undefined && this.ignored(pathOf(url)));
  }

  operation(request: Request): ServerOperation {
    const { headers, originalUrl, url = '/' } = request;
    const host = headers.host ?? (headers[':authority'] as string | undefined);
    return httpServerOperation({
      method: request.method ?? 'GET',
      path: this.rewrite(pathOf(originalUrl ?? url)),
      scheme: request.socket !== undefined && 'encrypted' in request.socket ? 'https' : 'http',
      server: host === undefined ? undefined : this.serverAddress(host),
      clientAddress: this.clientAddress(request),
      userAgent: headers['user-agent'],
      protocolVersion: request.httpVersion === '2.0' ? '2' : request.httpVersion,
    });
  }

  private serverAddress(host: string): ServerAddress | undefined {
    if (this.lastHost?.host !== host) this.lastHost = { host, address: serverAddress(host) };
    return this.lastHost.address;
  }
}
