import { Injectable } from '@nestjs/common';
import { InjectDataSource, TypeOrmModule } from '@nestjs/typeorm';
import { Traceable } from 'nestjs-telemetry';
import { Column, DataSource, Entity, ManyToOne, OneToMany, PrimaryGeneratedColumn } from 'typeorm';
import { insistOnDrivers } from '../observed-application.js';
import { describeWithServer } from '../tcp-server.js';
import { SECRET_ITEM, SECRET_NAME, Shop } from './shop.js';
import { itShowsQueriesBelowTheService } from './shop-scenario.js';

insistOnDrivers({ database: { drivers: { pg: true } } });

const PORT = 5432;

@Entity('typeorm_customers')
class Customer {
  @PrimaryGeneratedColumn()
  readonly id?: number;

  @Column('text', { unique: true })
  readonly name: string = '';

  @OneToMany(() => Purchase, (purchase) => purchase.customer)
  readonly purchases?: Purchase[];
}

@Entity('typeorm_purchases')
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
class TypeormShop implements Shop {
  constructor(@InjectDataSource() private readonly source: DataSource) {}

  buy(): Promise<unknown> {
    return this.source.transaction(async (manager) => {
      const customer = await manager.save(manager.create(Customer, { name: SECRET_NAME }));
      await manager.save(manager.create(Purchase, { item: SECRET_ITEM, customer }));
    });
  }

  async purchases(): Promise<number> {
    const customers = await this.source.manager.find(Customer, { relations: { purchases: true } });
    return customers.flatMap(({ purchases }) => purchases ?? []).length;
  }

  dropTables(): Promise<unknown> {
    return this.source.query('drop table typeorm_purchases, typeorm_customers');
  }
}

describeWithServer('PostgreSQL', PORT, 'TypeORM', () => {
  itShowsQueriesBelowTheService('on pg', {
    shop: TypeormShop,
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
    ],
    system: 'postgresql',
    buy: ['START TRANSACTION', 'INSERT typeorm_customers', 'INSERT typeorm_purchases', 'COMMIT'],
    buyAgain: ['START TRANSACTION', 'INSERT typeorm_customers', 'ROLLBACK'],
    purchases: ['SELECT typeorm_customers typeorm_purchases'],
  });
});
