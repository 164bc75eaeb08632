import { Injectable, type Type } from '@nestjs/common';
import { type Dialect, type Generated, Kysely, PostgresDialect } from 'kysely';
import { PostgresJSDialect } from 'kysely-postgres-js';
import { Traceable } from 'nestjs-telemetry';
import { Pool } from 'pg';
import postgres from 'postgres';
import { insistOnDrivers } from '../observed-application.js';
import { describeWithServer } from '../tcp-server.js';
import { SECRET_ITEM, SECRET_NAME, Shop } from './shop.js';
import { itShowsQueriesBelowTheService } from './shop-scenario.js';

insistOnDrivers({ database: { drivers: { pg: true, postgres: true } } });

const CONFIG = { host: '127.0.0.1', port: 5432, user: 'postgres', database: 'test' };

interface Tables {
  readonly kysely_customers: { readonly id: Generated<number>; readonly name: string };
  readonly kysely_purchases: { readonly item: string; readonly customer: number };
}

function shopOn(dialect: () => Dialect): Type<Shop> {
  @Injectable()
  @Traceable()
  class KyselyShop implements Shop {
    private readonly db = new Kysely<Tables>({ dialect: dialect() });

    async onModuleInit(): Promise<void> {
      await this.dropTables();
      const { schema } = this.db;
      await schema
        .createTable('kysely_customers')
        .addColumn('id', 'serial', (column) => column.primaryKey())
        .addColumn('name', 'text', (column) => column.unique())
        .execute();
      await schema.createTable('kysely_purchases').addColumn('item', 'text').addColumn('customer', 'integer').execute();
    }

    buy(): Promise<unknown> {
      return this.db.transaction().execute(async (tx) => {
        const { id } = await tx
          .insertInto('kysely_customers')
          .values({ name: SECRET_NAME })
          .returning('id')
          .executeTakeFirstOrThrow();
        await tx.insertInto('kysely_purchases').values({ item: SECRET_ITEM, customer: id }).execute();
      });
    }

    async purchases(): Promise<number> {
      const { count } = await this.db
        .selectFrom('kysely_customers as c')
        .innerJoin('kysely_purchases as p', 'p.customer', 'c.id')
        .select(({ fn }) => fn.countAll().as('count'))
        .executeTakeFirstOrThrow();
      return Number(count);
    }

    async dropTables(): Promise<void> {
      for (const table of ['kysely_purchases', 'kysely_customers'])
        await this.db.schema.dropTable(table).ifExists().execute();
    }

    onModuleDestroy(): Promise<void> {
      return this.db.destroy();
    }
  }
  return KyselyShop;
}

const NAMES = {
  system: 'postgresql',
  purchases: ['SELECT kysely_customers kysely_purchases'],
} as const;

describeWithServer('PostgreSQL', CONFIG.port, 'Kysely', () => {
  itShowsQueriesBelowTheService('on pg', {
    ...NAMES,
    shop: shopOn(() => new PostgresDialect({ pool: new Pool(CONFIG) })),
    buy: ['BEGIN', 'INSERT kysely_customers', 'INSERT kysely_purchases', 'COMMIT'],
    buyAgain: ['BEGIN', 'INSERT kysely_customers', 'ROLLBACK'],
  });

  itShowsQueriesBelowTheService('on postgres.js', {
    ...NAMES,
    shop: shopOn(() => new PostgresJSDialect({ postgres: postgres({ ...CONFIG, onnotice: () => undefined }) })),
    buy: ['BEGIN', 'INSERT kysely_customers', 'INSERT kysely_purchases', 'COMMIT'],
    buyAgain: ['BEGIN', 'INSERT kysely_customers', 'ROLLBACK'],
  });
});
