import { Injectable, type Type } from '@nestjs/common';
import knex from 'knex';
import { Traceable } from 'nestjs-telemetry';
import { insistOnDrivers } from '../observed-application.js';
import { describeWithServer } from '../tcp-server.js';
import { SECRET_ITEM, SECRET_NAME, Shop } from './shop.js';
import { itShowsQueriesBelowTheService } from './shop-scenario.js';

insistOnDrivers({ database: { drivers: { pg: true, mysql2: true } } });

const CONNECTIONS = {
  pg: { host: '127.0.0.1', port: 5432, user: 'postgres', database: 'test' },
  mysql2: { host: '127.0.0.1', port: 3306, user: 'root', database: 'test' },
};

function shopOn(client: keyof typeof CONNECTIONS): Type<Shop> {
  @Injectable()
  @Traceable()
  class KnexShop implements Shop {
    private readonly db = knex({ client, connection: CONNECTIONS[client] });

    async onModuleInit(): Promise<void> {
      await this.dropTables();
      await this.db.schema.createTable('knex_customers', (table) => {
        table.increments('id');
        table.string('name').unique();
      });
      await this.db.schema.createTable('knex_purchases', (table) => {
        table.string('item');
        table.integer('customer');
      });
    }

    buy(): Promise<unknown> {
      return this.db.transaction(async (trx) => {
        const inserted = trx('knex_customers').insert({ name: SECRET_NAME });
        const [customer] = await (client === 'pg' ? inserted.returning('id') : inserted);
        await trx('knex_purchases').insert({ item: SECRET_ITEM, customer: Object(customer).id ?? customer });
      });
    }

    async purchases(): Promise<number> {
      const found = await this.db('knex_customers as c')
        .join('knex_purchases as p', 'p.customer', 'c.id')
        .select('p.item');
      return found.length;
    }

    async dropTables(): Promise<void> {
      await this.db.schema.dropTableIfExists('knex_purchases');
      await this.db.schema.dropTableIfExists('knex_customers');
    }

    onModuleDestroy(): Promise<void> {
      return this.db.destroy();
    }
  }
  return KnexShop;
}

const QUERIES = {
  buy: ['BEGIN', 'INSERT knex_customers', 'INSERT knex_purchases', 'COMMIT'],
  buyAgain: ['BEGIN', 'INSERT knex_customers', 'ROLLBACK'],
  purchases: ['SELECT knex_customers knex_purchases'],
};

describeWithServer('PostgreSQL', CONNECTIONS.pg.port, 'Knex', () => {
  itShowsQueriesBelowTheService('on pg', { shop: shopOn('pg'), system: 'postgresql', ...QUERIES });
});

describeWithServer('MariaDB', CONNECTIONS.mysql2.port, 'Knex', () => {
  itShowsQueriesBelowTheService('on mysql2', { shop: shopOn('mysql2'), system: 'mariadb', ...QUERIES });
});
