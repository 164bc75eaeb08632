import type { KnownPackage } from './known-package.js';

const QUERIES = 'its queries are not observed';
const JOBS = 'its jobs are not observed';
const MESSAGES = 'its messages are not observed';
const COMMANDS = 'its commands are not observed';
const BY_QUERY = 'Describe queries with @TraceQuery() on the methods that make them.';
const BY_CACHE = 'Describe its use with @TraceCache() on the methods that read and write.';
const BY_MESSAGE = 'Describe messages with @TracePublish() and @TraceConsume(), which also carry the trace.';
const BY_NEST = 'Use it through @nestjs/microservices, which is observed, or add @TracePublish() and @TraceConsume().';
const BY_SPAN = 'Add @Span() or @TraceOperation() to the methods that matter.';
const MICROSERVICES = ['@nestjs/microservices'];

const PRISMA_ADAPTERS = ['pg', 'better-sqlite3', 'mariadb', 'libsql', 'mssql', 'neon', 'planetscale', 'd1'];

function queries(name: string, fix = BY_QUERY): KnownPackage {
  return { name, costs: QUERIES, fix };
}

function broker(name: string): KnownPackage {
  return { name, unless: MICROSERVICES, costs: MESSAGES, fix: BY_NEST };
}

/** Remove a package from here when an instrumentation for it arrives. */
export const KNOWN_PACKAGES: readonly KnownPackage[] = [
  queries('mysql', 'Replace it by mysql2, which has the same API and is observed.'),
  queries('mariadb', 'Replace it by mysql2, which is observed, or add @TraceQuery().'),
  queries('mssql'),
  queries('tedious'),
  queries('oracledb'),
  queries('sqlite3', 'Replace it by better-sqlite3 or node:sqlite, which are observed, or add @TraceQuery().'),
  queries('@libsql/client'),
  queries('@neondatabase/serverless', 'Use pg, which is observed, or add @TraceQuery().'),
  queries('@planetscale/database', 'Use mysql2, which is observed, or add @TraceQuery().'),
  queries('cassandra-driver'),
  queries('@clickhouse/client'),
  queries('neo4j-driver'),
  queries('@elastic/elasticsearch', 'Its HTTP requests are observed. Add @TraceQuery() to see its operations.'),
  queries('@opensearch-project/opensearch', 'Its HTTP requests are observed. Add @TraceQuery() to see its operations.'),
  queries('couchbase'),
  queries('arangojs'),
  queries('@influxdata/influxdb-client'),
  {
    ...queries('@prisma/client', 'Use a driver adapter, such as @prisma/adapter-pg, whose driver is observed.'),
    unless: ['@prisma/instrumentation', ...PRISMA_ADAPTERS.map((name) => `@prisma/adapter-${name}`)],
  },
  { name: 'memcached', costs: COMMANDS, fix: BY_CACHE },
  { name: 'memjs', costs: COMMANDS, fix: BY_CACHE },
  { name: '@valkey/valkey-glide', costs: COMMANDS, fix: 'Use ioredis, which is observed, or add @TraceCache().' },
  { name: 'bullmq', costs: JOBS, fix: BY_MESSAGE },
  { name: 'bull', costs: JOBS, fix: BY_MESSAGE },
  { name: 'bee-queue', costs: JOBS, fix: BY_MESSAGE },
  { name: 'agenda', costs: JOBS, fix: BY_MESSAGE },
  { name: 'pg-boss', costs: JOBS, fix: BY_MESSAGE },
  broker('amqplib'),
  broker('amqp-connection-manager'),
  broker('kafkajs'),
  broker('nats'),
  broker('mqtt'),
  { name: '@golevelup/nestjs-rabbitmq', costs: MESSAGES, fix: BY_MESSAGE },
  { name: '@confluentinc/kafka-javascript', costs: MESSAGES, fix: BY_MESSAGE },
  { name: 'node-rdkafka', costs: MESSAGES, fix: BY_MESSAGE },
  { name: '@google-cloud/pubsub', costs: MESSAGES, fix: BY_MESSAGE },
  { name: '@azure/service-bus', costs: MESSAGES, fix: BY_MESSAGE },
  { name: '@aws-sdk/client-sqs', costs: MESSAGES, fix: BY_MESSAGE },
  { name: '@aws-sdk/client-sns', costs: MESSAGES, fix: BY_MESSAGE },
  queries('@aws-sdk/client-dynamodb', 'Its HTTP requests are observed. Add @TraceQuery() to see its operations.'),
  { name: 'aws-sdk', costs: 'only its HTTP requests are observed', fix: BY_SPAN },
  { name: '@nestjs/graphql', costs: 'only its HTTP requests are observed, not its fields', fix: BY_SPAN },
  {
    name: '@nestjs/websockets',
    costs: 'messages of its gateways are not observed',
    fix: 'Add @TraceConsume() to handlers.',
  },
  { name: 'socket.io', unless: ['@nestjs/websockets'], costs: MESSAGES, fix: BY_MESSAGE },
  {
    name: '@nestjs/schedule',
    costs: 'its jobs are not observed',
    fix: 'Add @TraceOperation() to the methods of jobs.',
  },
  { name: 'node-cron', costs: 'its jobs are not observed', fix: 'Add @TraceOperation() to the methods of jobs.' },
  { name: '@nestjs/cqrs', costs: 'its commands, queries and events are not observed', fix: BY_SPAN },
  { name: '@nestjs/event-emitter', costs: 'its listeners are not observed', fix: 'Add @Span() to the listeners.' },
];
