import type { IncomingHttpHeaders } from 'node:http';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';

/** Lets a request pass that brings the key. The one for trying things out is `demo`. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  private readonly key = process.env['SHOP_API_KEY'] ?? 'demo';

  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<{ headers: IncomingHttpHeaders }>();
    return headers['x-api-key'] === this.key;
  }
}
