import { Controller, Get, Injectable, Param } from '@nestjs/common';
import { TraceCache, TraceOperation, TraceQuery, Tracing } from 'nestjs-telemetry';

const broken = (): never => {
  throw new Error('the callback is broken');
};

@Injectable()
export class UsersRepository {
  @TraceQuery({
    system: 'postgresql',
    namespace: 'shop',
    text: `SELECT * FROM users WHERE email = 'secret@example.org' AND id = $1`,
    onResult: (users: readonly string[]) => ({ 'db.response.returned_rows': users.length }),
  })
  async find(id: string): Promise<readonly string[]> {
    return [id, id];
  }

  @TraceQuery((table: string, ...ids: readonly string[]) => ({
    system: 'mysql',
    text: `DELETE FROM ${table} WHERE id IN (${ids.map(() => '?').join()})`,
  }))
  async remove(_table: string, ..._ids: readonly string[]): Promise<void> {
    throw Object.assign(new Error('the secret is in the message'), { code: 'ER_ROW_IS_REFERENCED' });
  }

  @TraceQuery({
    system: 'postgresql',
    operation: 'SELECT',
    collection: 'everything',
    text: 'SELECT 73917 FROM a JOIN b',
  })
  named(): void {}

  @TraceQuery((table: string) => ({ system: 'sqlite', operation: 'SELECT', collection: table }))
  count(_table: string): number {
    return 1;
  }

  @TraceQuery(broken)
  undescribed(): string {
    return 'found';
  }

  @TraceQuery({ system: 'sqlite', text: 'SELECT 1', onResult: broken })
  unreadable(): string {
    return 'found';
  }
}

@Injectable()
export class UsersCache {
  @TraceCache({ system: 'memory', operation: 'get', key: (id: string) => `user:${id}` })
  get(id: string): Uint8Array | undefined {
    return id === '42' ? new Uint8Array(3) : undefined;
  }

  @TraceCache((id: string) => ({
    system: 'redis',
    operation: 'has',
    key: `user:${id}`,
    keys: 'hash',
    hit: (n: number) => n > 0,
  }))
  async has(_id: string): Promise<number> {
    return 0;
  }

  @TraceCache({ system: 'memory', operation: 'set' })
  set(_key: string, _value: string): void {}

  @TraceCache({ system: 'memory', operation: 'get', key: broken, hit: broken, onResult: broken })
  unreadable(): string {
    return 'found';
  }

  @TraceCache(broken)
  undescribed(): string {
    return 'found';
  }
}

@Injectable()
export class Checkout {
  constructor(private readonly tracing: Tracing) {}

  @TraceOperation('checkout', (items: number) => ({
    attributes: { 'cart.items': items },
    onResult: (paid: boolean) => ({ 'cart.paid': paid }),
  }))
  async run(items: number): Promise<boolean> {
    return this.pay(items);
  }

  @TraceOperation('pay', { attributes: { 'payment.method': 'card' } })
  pay(items: number): boolean {
    if (items === 13) throw new RangeError('no thirteen of the secret');
    return true;
  }

  @TraceOperation('undescribed', broken)
  undescribed(): string {
    return 'found';
  }

  byFunctions(): Promise<number> {
    return this.tracing.operation(
      'restock',
      async () => {
        const text = `UPDATE stock SET left = 73917 WHERE id = $1`;
        await this.tracing.query({ system: 'postgresql', text, argumentCount: 1 }, async () => undefined);
        return this.tracing.cache({ system: 'memory', operation: 'get', key: 'stock:73917' }, () => 5);
      },
      { attributes: { 'stock.shelf': 'B' }, onResult: (left: number) => ({ 'stock.left': left }) },
    );
  }
}

@Controller()
export class ShopController {
  constructor(
    private readonly users: UsersRepository,
    private readonly cache: UsersCache,
    private readonly checkout: Checkout,
  ) {}

  @Get('call/:call')
  async call(@Param('call') call: string): Promise<unknown> {
    const calls: Readonly<Record<string, () => unknown>> = {
      find: () => this.users.find('42'),
      remove: () => this.users.remove('orders', '1', '2', '3'),
      named: () => this.users.named(),
      count: () => [this.users.count('users'), this.users.count('users')],
      'undescribed query': () => this.users.undescribed(),
      'unreadable query': () => this.users.unreadable(),
      get: () => [this.cache.get('42')?.length, this.cache.get('43')],
      has: () => this.cache.has('42'),
      set: () => this.cache.set('user:42', 'secret'),
      'unreadable cache': () => this.cache.unreadable(),
      'undescribed cache': () => this.cache.undescribed(),
      checkout: () => this.checkout.run(2),
      'failing checkout': () => this.checkout.run(13),
      'undescribed operation': () => this.checkout.undescribed(),
      functions: () => this.checkout.byFunctions(),
    };
    return { came: await calls[call]?.() };
  }
}
