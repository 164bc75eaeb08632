import { transformSync } from '@swc/core';

/** How tests compile this package's sources and their own. */
export const SWC_OPTIONS = {
  module: { type: 'es6' },
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
  },
};

/** The JavaScript of a TypeScript file, with its source map inside. */
export function compile(source, filename) {
  return transformSync(source, { ...SWC_OPTIONS, filename, sourceMaps: 'inline' }).code;
}
