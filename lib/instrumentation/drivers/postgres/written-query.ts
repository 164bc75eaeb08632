import type { QueryClasses } from './query-classes.js';
import type { PostgresQuery } from './postgres.types.js';

/** A query as it is written, before the driver builds it. */
export interface WrittenQuery {
  readonly text: string;
  readonly argumentCount: number;
  /** False if only the driver knows the whole text. */
  readonly isWhole: boolean;
}

/** Reads the text of a query with its fragments, and counts its arguments. Never their values. */
export class WrittenQueries {
  private readonly texts = new WeakMap<readonly string[], WrittenQuery>();

  constructor(private readonly classes: QueryClasses) {}

  read(query: PostgresQuery): WrittenQuery {
    const { strings, args, tagged } = query;
    if (!tagged) {
      const [text] = strings;
      return { text: text ?? '', argumentCount: args.length, isWhole: text !== undefined };
    }
    if (!args.every((argument) => isPlain(argument))) return this.assemble(query);
    let known = this.texts.get(strings);
    if (known === undefined) {
      known = this.assemble(query);
      this.texts.set(strings, known);
    }
    return known;
  }

  private assemble(query: PostgresQuery): WrittenQuery {
    const writing = { text: '', argumentCount: 0, isWhole: true };
    this.write(query, writing);
    return writing;
  }

  private write({ strings, args }: PostgresQuery, writing: Writing): void {
    strings.forEach((part, at) => {
      if (at > 0) this.writeArgument(args[at - 1], writing);
      writing.text += part;
    });
  }

  private writeArgument(argument: unknown, writing: Writing): void {
    const { query, identifier, builder } = this.classes;
    if (isOf(builder, argument)) {
      writing.text += '?';
      writing.isWhole = false;
    } else if (isOf(identifier, argument)) {
      writing.text += String((argument as { value?: unknown }).value);
    } else if (isOf(query, argument)) {
      this.write(argument, writing);
    } else if (Array.isArray(argument) && isOf(query, argument[0])) {
      for (const fragment of argument as readonly PostgresQuery[]) {
        writing.text += ' ';
        this.write(fragment, writing);
      }
    } else {
      writing.argumentCount++;
      writing.text += `$${writing.argumentCount}`;
    }
  }
}

type Writing = { -readonly [Name in keyof WrittenQuery]: WrittenQuery[Name] };

function isPlain(argument: unknown): boolean {
  return typeof argument !== 'object' || argument === null;
}

function isOf(prototype: object, value: unknown): value is PostgresQuery {
  return Object.prototype.isPrototypeOf.call(prototype, value as object);
}
