import type { PgClient, PgQueryConfig, PgSubmittable } from './pg.types.js';

/** The text of a query, and how many arguments it has. Never their values. */
export function describeQuery(
  client: PgClient,
  config: string | PgQueryConfig | PgSubmittable,
  values: unknown,
): { readonly text: string; readonly argumentCount: number } {
  if (typeof config === 'string') return { text: config, argumentCount: count(values) };
  const { text, name, values: own } = 'cursor' in config && config.cursor ? config.cursor : config;
  return {
    text: typeof text === 'string' ? text : preparedText(client, name),
    argumentCount: count(Array.isArray(values) ? values : own),
  };
}

/** A statement that the connection has prepared before may be asked for by its name alone. */
function preparedText({ connection }: PgClient, name: string | undefined): string {
  return (name === undefined ? undefined : connection?.parsedStatements?.[name]) ?? '';
}

function count(values: unknown): number {
  return Array.isArray(values) ? values.length : 0;
}
