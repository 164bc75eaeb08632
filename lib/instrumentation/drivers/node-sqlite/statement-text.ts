import type { StatementSync } from 'node:sqlite';
import type { ReadCall } from '../sqlite/replace-statement-methods.js';

/** SQLite hands out another copy at each question: asked once, it can be found again by itself. */
const statements = new WeakMap<object, string>();
const templates = new WeakMap<object, string>();

/** Of a statement. */
export const statementText: ReadCall = (self, parameters) => {
  const statement = self as StatementSync;
  let text = statements.get(statement);
  if (text === undefined) {
    try {
      text = statement.sourceSQL;
    } catch {
      // The connection was closed: the call itself will say so.
      return { text: undefined, parameters };
    }
    statements.set(statement, text);
  }
  return { text, parameters };
};

/** Of a tagged template, whose values become arguments. */
export const templateText: ReadCall = (_self, [strings, ...parameters]) => {
  if (!Array.isArray(strings)) return { text: undefined, parameters };
  let text = templates.get(strings);
  if (text === undefined) {
    text = strings.join('?');
    templates.set(strings, text);
  }
  return { text, parameters };
};
