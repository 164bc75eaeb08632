import { Injectable } from '@nestjs/common';
import { count, eq, relations, sql } from 'drizzle-orm';
import { drizzle as drizzleMysql } from 'drizzle-orm/mysql2';
import { int, mysqlTable, serial as mysqlSerial, varchar } from 'drizzle-orm/mysql-core';
import { drizzle as drizzlePg } from 'drizzle-orm/node-postgres';
import { integer, pgTable, serial, text } from 'drizzle-orm/pg-core';
import { Traceable } from 'nestjs-telemetry';
import { insistOnDrivers } from '../observed-application.js';
import { describeWithServer } from '../tcp-server.js';
import { SECRET_ITEM, SECRET_NAME, Shop } from './shop.js';
import { itShowsQueriesBelowTheService } from './shop-scenario.js';

insistOnDrivers({ database: { drivers: { pg: true, mysql2: true } } });

const PG = { host: '127.0.0.1', port: 5432, user: 'postgres', database: 'test' };
const MYSQL = { host: '127.0.0.1', port: 3306, user: 'root', database: 'test' };

const customers = pgTable('drizzle_customers', { id: serial().primaryKey(), name: text() });
const purchases = pgTable('drizzle_purchases', { id: serial().primaryKey(), item: text(), customer: integer() });
const customersRelations = relations(customers, ({ many }) => ({ purchases: many(purchases) }));
const purchasesRelations = relations(purchases, ({ one }) => ({
  buyer: one(customers, { fields: [purchases.customer], references: [customers.id] }),
}));

@Injectable()
@Traceable()
class DrizzlePgShop implements Shop {
  private readonly db = drizzlePg({
    connection: PG,
    schema: { customers, purchases, customersRelations, purchasesRelations },
  });

  async onModuleInit(): Promise<void> {
    await this.dropTables();
    await this.db.execute(sql`create table drizzle_customers (id serial primary key, name text unique)`);
    await this.db.execute(sql`create table drizzle_purchases (id serial primary key, item text, customer int)`);
  }

  buy(): Promise<unknown> {
    return this.db.transaction(async (tx) => {
      const [customer] = await tx.insert(customers).values({ name: SECRET_NAME }).returning();
      await tx.insert(purchases).values({ item: SECRET_ITEM, customer: customer?.id });
    });
  }

  async purchases(): Promise<number> {
    const found = await this.db.query.customers.findMany({ with: { purchases: true } });
    return found.flatMap((customer) => customer.purchases).length;
  }

  dropTables(): Promise<unknown> {
    return this.db.execute(sql`drop table if exists drizzle_purchases, drizzle_customers`);
  }

  onModuleDestroy(): Promise<void> {
    return this.db.$client.end();
  }
}

const mysqlCustomers = mysqlTable('drizzle_customers', {
  id: mysqlSerial().primaryKey(),
  name: varchar({ length: 99 }),
});
const mysqlPurchases = mysqlTable('drizzle_purchases', {
  id: mysqlSerial().primaryKey(),
  item: varchar({ length: 99 }),
  customer: int(),
});

@Injectable()
@Traceable()
class DrizzleMysqlShop implements Shop {
  private readonly db = drizzleMysql({ connection: MYSQL });

  async onModuleInit(): Promise<void> {
    await this.dropTables();
    await this.db.execute(sql`create table drizzle_customers (id serial, name varchar(99) unique)`);
    await this.db.execute(sql`create table drizzle_purchases (id serial, item varchar(99), customer int)`);
  }

  buy(): Promise<unknown> {
    return this.db.transaction(async (tx) => {
      const [customer] = await tx.insert(mysqlCustomers).values({ name: SECRET_NAME }).$returningId();
      await tx.insert(mysqlPurchases).values({ item: SECRET_ITEM, customer: customer?.id });
    });
  }

  async purchases(): Promise<number> {
    const found = await this.db
      .select({ count: count() })
      .from(mysqlCustomers)
      .innerJoin(mysqlPurchases, eq(mysqlPurchases.customer, mysqlCustomers.id));
    return found[0]?.count ?? 0;
  }

  dropTables(): Promise<unknown> {
    return this.db.execute(sql`drop table if exists drizzle_purchases, drizzle_customers`);
  }

  async onModuleDestroy(): Promise<void> {
    await this.db.$client.end();
  }
}

describeWithServer('PostgreSQL', PG.port, 'Drizzle', () => {
  itShowsQueriesBelowTheService('on pg', {
    shop: DrizzlePgShop,
    system: 'postgresql',
    buy: ['BEGIN', 'INSERT drizzle_customers', 'INSERT drizzle_purchases', 'COMMIT'],
    buyAgain: ['BEGIN', 'INSERT drizzle_customers', 'ROLLBACK'],
    purchases: ['SELECT drizzle_customers SELECT drizzle_purchases'],
  });
});

describeWithServer('MariaDB', MYSQL.port, 'Drizzle', () => {
  itShowsQueriesBelowTheService('on mysql2', {
    shop: DrizzleMysqlShop,
    system: 'mariadb',
    buy: ['BEGIN', 'INSERT drizzle_customers', 'INSERT drizzle_purchases', 'COMMIT'],
    buyAgain: ['BEGIN', 'INSERT drizzle_customers', 'ROLLBACK'],
    purchases: ['SELECT drizzle_customers drizzle_purchases'],
  });
});
