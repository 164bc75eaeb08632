import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ClientProxy } from '@nestjs/microservices';

const { TELEMETRY_NEST: version = '12' } = process.env;
const MAKES_PACKETS = version.startsWith('12');

// Tests that run on another version than they say would pass all the same.
describe(`Nest ${version}`, () => {
  it('is what tests run on', () => {
    expect('createPacket' in ClientProxy.prototype).toBe(MAKES_PACKETS);
  });

  it('is what the processes run on that tests start', () => {
    const program = `import { ClientProxy } from '@nestjs/microservices'; process.stdout.write(String('createPacket' in ClientProxy.prototype))`;
    const loader = new URL('../typescript-loader.mjs', import.meta.url).href;
    const written = execFileSync(process.execPath, ['--import', loader, '--input-type=module', '--eval', program], {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      encoding: 'utf8',
    });
    expect(written).toBe(String(MAKES_PACKETS));
  });
});
