import { loadOptional } from '../../lib/packages/optional-package.js';

describe('loadOptional', () => {
  it('returns what is loaded', async () => {
    expect(await loadOptional('x', 'y', async () => ({ loaded: true }))).toEqual({ loaded: true });
  });

  it.each([
    ['ERR_MODULE_NOT_FOUND', "Cannot find package '@scope/x' imported from /app/index.js", {}],
    ['MODULE_NOT_FOUND', "Cannot find module '@scope/x'\nRequire stack:", {}],
    [
      'MODULE_NOT_FOUND',
      "nestjs-telemetry tried to access @scope/x (a peer dependency) but it isn't provided by your application",
      { pnpCode: 'MISSING_PEER_DEPENDENCY' },
    ],
  ])('turns %s into an error that names the package and the command', async (code, message, more) => {
    const cause = Object.assign(new Error(message), { code, ...more });
    await expect(loadOptional('@scope/x', 'Y', () => Promise.reject(cause))).rejects.toMatchObject({
      name: 'TelemetryError',
      code: 'MODULE_MISSING',
      what: 'The package @scope/x is not installed.',
      fix: 'Run: npm install @scope/x',
      cause,
    });
  });

  it.each([
    Object.assign(new Error("Cannot find package 'other' imported from /app/node_modules/@scope/x/index.js"), {
      code: 'ERR_MODULE_NOT_FOUND',
    }),
    new SyntaxError('@scope/x'),
    Object.assign(new Error('@scope/x tried to access other (a peer dependency)'), {
      code: 'MODULE_NOT_FOUND',
      pnpCode: 'MISSING_PEER_DEPENDENCY',
    }),
  ])('leaves the error of a package that is there but broken: %s', async (error) => {
    await expect(loadOptional('@scope/x', 'Y', () => Promise.reject(error))).rejects.toBe(error);
  });

  it.each([{}, { default: {} }, { default: undefined }])(
    'takes a module without exports for missing: %j',
    async (module) => {
      const loaded = loadOptional('@scope/x', 'Y', () => Promise.resolve(module));
      await expect(loaded).rejects.toMatchObject({ code: 'MODULE_MISSING' });
    },
  );

  it.each([{ default: () => undefined }, { default: { connect: 1 } }, { connect: 1, default: {} }])(
    'gives a module with any export: %j',
    async (module) => {
      expect(await loadOptional('@scope/x', 'Y', () => Promise.resolve(module))).toBe(module);
    },
  );
});
