import { watch } from './observed-call.js';

const { run, settlements } = watch();
const said: string[] = [];
process.on('unhandledRejection', (reason) => said.push(`unhandled ${(reason as Error).message}`));
process.on('rejectionHandled', () => said.push('handled after all'));

const fail = async (): Promise<never> => {
  throw new Error('broken');
};
const lazily = (): PromiseLike<never> => ({ then: (ok, failed) => fail().then(ok, failed) });

switch (process.argv[2]) {
  case 'unhandled':
    void run(fail);
    break;
  case 'unhandled-thenable':
    run(lazily).then(() => undefined);
    break;
  case 'handled':
    run(fail).catch(() => undefined);
    break;
  case 'handled-later': {
    const promise = run(fail);
    setTimeout(() => promise.catch(() => undefined), 20);
  }
}

process.on('exit', () => {
  for (const { as } of settlements) said.push(`ended ${as}`);
  process.stdout.write(`${said.join('\n')}\n`);
});
