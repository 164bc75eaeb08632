import { loadOptional } from '../../lib/packages/optional-package.js';

describe('loadOptional', () => {
  it('returns what is loaded', async () => {
    expect(await loadOptional('x', 'y', async () => ({ loaded: true }))).toEqual({ loaded: true });
  });

  it.each([
    ['ERR_MODULE_NOT_FOUND', "Cannot find package '@scope/x' imported from /app/index.js"],
    ['MODULE_NOT_FOUND', "Cannot find module '@scope/x'\nRequire stack:"],
  ])('turns %s into an error that names the package and the command', async (code, message) => {
    const cause = Object.assign(new Error(message), { code });
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
  ])('leaves the error of a package that is there but broken: %s', async (error) => {
    await expect(loadOptional('@scope/x', 'Y', () => Promise.reject(error))).rejects.toBe(error);
  });
});
