import { Controller, Get, Injectable, Module, Post } from '@nestjs/common';
import { InjectDataSource, InjectRepository, TypeOrmModule } from '@nestjs/typeorm';
import { Traceable } from 'nestjs-telemetry';
import { Column, DataSource, Entity, ManyToOne, OneToMany, PrimaryGeneratedColumn, Repository } from 'typeorm';
import { queriesOf } from '../drivers/traced-queries.js';
import { ADAPTERS, startObserved } from '../observed-application.js';
import { describeWithServer } from '../tcp-server.js';

const PORT = 5432;

@Entity('sqlnet_customers')
class Customer {
  @PrimaryGeneratedColumn()
  readonly id?: number;

  @Column('text')
  readonly name: string = '';

  @OneToMany(() => Purchase, (purchase) => purchase.customer)
  readonly purchases?: Purchase[];
}

@Entity('sqlnet_purchases')
class Purchase {
  @PrimaryGeneratedColumn()
  readonly id?: number;

  @Column('text')
  readonly item: string = '';

  @ManyToOne(() => Customer, (customer) => customer.purchases)
  readonly customer?: Customer;
}

@Injectable()
@Traceable()
class Shop {
  constructor(
    @InjectRepository(Customer) private readonly customers: Repository<Customer>,
    @InjectDataSource() private readonly source: DataSource,
  ) {}

  async buy(): Promise<number | undefined> {
    return this.source.transaction(async (manager) => {
      const customer = await manager.save(manager.create(Customer, { name: 'secret name' }));
      await manager.save(manager.create(Purchase, { item: 'secret item', customer }));
      return customer.id;
    });
  }

  async purchases(): Promise<number> {
    const found = await this.customers.find({ relations: { purchases: true } });
    return found.length;
  }
}

@Controller()
class ShopController {
  constructor(private readonly shop: Shop) {}

  @Post('buy')
  buy(): Promise<number | undefined> {
    return this.shop.buy();
  }

  @Get('purchases')
  async purchases(): Promise<{ count: number }> {
    return { count: await this.shop.purchases() };
  }
}

@Module({
  imports: [
    TypeOrmModule.forRoot({
      type: 'postgres',
      host: '127.0.0.1',
      port: PORT,
      username: 'postgres',
      database: 'test',
      entities: [Customer, Purchase],
      synchronize: true,
    }),
    TypeOrmModule.forFeature([Customer, Purchase]),
  ],
  providers: [Shop],
  controllers: [ShopController],
})
class ShopModule {}

describeWithServer('PostgreSQL', PORT, 'TypeORM', () => {
  it.each(ADAPTERS)('shows its queries below the service that asks, on %s', async (adapter) => {
    const observed = await startObserved(adapter, { imports: [ShopModule] });
    try {
      await fetch(`${observed.url}/buy`, { method: 'POST' });
      await fetch(`${observed.url}/purchases`);
      await observed.serverSpans(2);
      const spans = await observed.spans();
      const below = (name: string) => {
        const parent = spans.find((span) => span.name === name)?.spanContext().spanId;
        return queriesOf(spans)
          .filter((span) => span.parentSpanContext?.spanId === parent)
          .map((span) => span.name);
      };
      expect(below('Shop.buy')).toEqual(['START', 'INSERT sqlnet_customers', 'INSERT sqlnet_purchases', 'COMMIT']);
      expect(below('Shop.purchases')).toEqual(['SELECT sqlnet_customers sqlnet_purchases']);
      expect(JSON.stringify(spans.map(({ attributes }) => attributes))).not.toContain('secret');
    } finally {
      await observed.app.get(DataSource).query('drop table sqlnet_purchases, sqlnet_customers');
      await observed.close();
    }
  });
});
