import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describeWithServer } from '../tcp-server.js';

describeWithServer('PostgreSQL', 5432, 'drivers', () => {
  describeWithServer('MariaDB', 3306, 'in a process without Jest', () => {
    it('are the same however they are imported, before telemetry or after it', async () => {
      const { stdout } = await promisify(execFile)(
        process.execPath,
        ['--import', './test/typescript-loader.mjs', 'test/integration/drivers/import-forms.process.ts'],
        { timeout: 60_000, env: { ...process.env, LOG_LEVEL: 'silent' } },
      );
      expect(JSON.parse(stdout.slice(stdout.indexOf('{"sameClass"')))).toEqual({
        sameClass: true,
        samePool: true,
        systems: [...Array<string>(5).fill('postgresql'), ...Array<string>(3).fill('mariadb')],
        undone: true,
      });
    }, 90_000);
  });
});
