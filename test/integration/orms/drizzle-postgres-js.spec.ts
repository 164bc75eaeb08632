import { Injectable } from '@nestjs/common';
import { count, eq, sql } from 'drizzle-orm';
import { integer, pgTable, serial, text } from 'drizzle-orm/pg-core';
import { drizzle } from 'drizzle-orm/postgres-js';
import { Traceable } from 'nestjs-telemetry';
import { insistOnDrivers } from '../observed-application.js';
import { describeWithServer } from '../tcp-server.js';
import { SECRET_ITEM, SECRET_NAME, Shop } from './shop.js';
import { itShowsQueriesBelowTheService } from './shop-scenario.js';

insistOnDrivers({ database: { drivers: { postgres: true } } });

const PORT = 5432;
const customers = pgTable('drizzle_js_customers', { id: serial().primaryKey(), name: text() });
const purchases = pgTable('drizzle_js_purchases', { id: serial().primaryKey(), item: text(), customer: integer() });

@Injectable()
@Traceable()
class DrizzleShop implements Shop {
  private readonly db = drizzle({
    connection: { host: '127.0.0.1', port: PORT, user: 'postgres', database: 'test', onnotice: () => undefined },
  });

  async onModuleInit(): Promise<void> {
    await this.dropTables();
    await this.db.execute(sql`create table drizzle_js_customers (id serial primary key, name text unique)`);
    await this.db.execute(sql`create table drizzle_js_purchases (id serial primary key, item text, customer int)`);
  }

  buy(): Promise<unknown> {
    return this.db.transaction(async (tx) => {
      const [customer] = await tx.insert(customers).values({ name: SECRET_NAME }).returning();
      await tx.insert(purchases).values({ item: SECRET_ITEM, customer: customer?.id });
    });
  }

  async purchases(): Promise<number> {
    const found = await this.db
      .select({ count: count() })
      .from(customers)
      .innerJoin(purchases, eq(purchases.customer, customers.id));
    return found[0]?.count ?? 0;
  }

  async dropTables(): Promise<unknown> {
    return this.db.execute(sql`drop table if exists drizzle_js_purchases, drizzle_js_customers`);
  }

  onModuleDestroy(): Promise<void> {
    return this.db.$client.end();
  }
}

describeWithServer('PostgreSQL', PORT, 'Drizzle', () => {
  itShowsQueriesBelowTheService('on postgres.js', {
    shop: DrizzleShop,
    system: 'postgresql',
    buy: ['BEGIN', 'INSERT drizzle_js_customers', 'INSERT drizzle_js_purchases', 'COMMIT'],
    buyAgain: ['BEGIN', 'INSERT drizzle_js_customers', 'ROLLBACK'],
    purchases: ['SELECT drizzle_js_customers drizzle_js_purchases'],
  });
});
