import { MikroOrmModule } from '@mikro-orm/nestjs';
import { defineEntity, EntityManager, MikroORM, p, PostgreSqlDriver } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { Traceable } from 'nestjs-telemetry';
import { insistOnDrivers } from '../observed-application.js';
import { describeWithServer } from '../tcp-server.js';
import { SECRET_ITEM, SECRET_NAME, Shop } from './shop.js';
import { itShowsQueriesBelowTheService } from './shop-scenario.js';

insistOnDrivers({ database: { drivers: { pg: true } } });

const PORT = 5432;

const Customer = defineEntity({
  name: 'Customer',
  tableName: 'mikro_orm_customers',
  properties: {
    id: p.integer().primary(),
    name: p.text().unique(),
    purchases: () => p.oneToMany(Purchase).mappedBy('customer'),
  },
});

const Purchase = defineEntity({
  name: 'Purchase',
  tableName: 'mikro_orm_purchases',
  properties: {
    id: p.integer().primary(),
    item: p.text(),
    customer: () => p.manyToOne(Customer),
  },
});

@Injectable()
@Traceable()
class MikroOrmShop implements Shop {
  constructor(
    private readonly orm: MikroORM,
    private readonly em: EntityManager,
  ) {}

  onModuleInit(): Promise<void> {
    return this.orm.schema.refresh();
  }

  buy(): Promise<unknown> {
    return this.em.transactional(async (em) => {
      const customer = em.create(Customer, { name: SECRET_NAME });
      em.create(Purchase, { item: SECRET_ITEM, customer });
    });
  }

  async purchases(): Promise<number> {
    const customers = await this.em.findAll(Customer, { populate: ['purchases'], strategy: 'joined' });
    return customers.flatMap(({ purchases }) => purchases.getItems()).length;
  }

  dropTables(): Promise<unknown> {
    return this.orm.schema.drop();
  }
}

describeWithServer('PostgreSQL', PORT, 'MikroORM', () => {
  itShowsQueriesBelowTheService('on pg', {
    shop: MikroOrmShop,
    imports: [
      MikroOrmModule.forRoot({
        driver: PostgreSqlDriver,
        host: '127.0.0.1',
        port: PORT,
        user: 'postgres',
        dbName: 'test',
        entities: [Customer, Purchase],
      }),
    ],
    system: 'postgresql',
    buy: ['BEGIN', 'INSERT mikro_orm_customers', 'INSERT mikro_orm_purchases', 'COMMIT'],
    buyAgain: ['BEGIN', 'INSERT mikro_orm_customers', 'ROLLBACK'],
    purchases: ['SELECT mikro_orm_customers mikro_orm_purchases'],
  });
});
