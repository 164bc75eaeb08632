import { isWrapped } from '../../is-wrapped.js';
import { loadedExports } from '../copies/loaded-packages.js';

interface MultiCommand {
  readonly prototype?: { readonly exec?: unknown };
}

let classes: readonly MultiCommand[] | undefined;

/**
 * Whether the official instrumentation makes the spans of batches. It does so as commands are added to them, and none of
 * its spans is current when the batch is sent.
 */
export function hasForeignBatchSpans(): boolean {
  // Of a client that sends a batch, they are loaded.
  classes ??= loadedExports('@redis/client', 'dist/lib/client/multi-command.js').map(
    (exports) => Object(Object(exports).default) as MultiCommand,
  );
  return classes.some(({ prototype }) => isWrapped(prototype?.exec));
}
