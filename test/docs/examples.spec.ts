import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dirname, join } from 'node:path';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DOCS = join(ROOT, 'docs');
const SURROUNDINGS = join(ROOT, 'test', 'docs', 'surroundings.ts');

/** Where an example belongs that begins with the path of a file, such as `// lib/conventions/email/email.kind.ts`. */
const PLACE = /^\/\/ (\S+\.ts)\n/;

/** Examples as files that are only there for the compiler: beside this test, or in the places that they name. */
function examples(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const pages = readdirSync(DOCS, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'));
  for (const document of ['README.md', ...pages.map((name) => `docs/${name}`)]) {
    const blocks = readFileSync(join(ROOT, document), 'utf8').matchAll(/^```ts\n(.*?)^```$/gms);
    for (const [at, [, code = '']] of [...blocks].entries()) {
      const place = PLACE.exec(code)?.[1] ?? join('test', 'docs', `${document.replaceAll('/', '-')}.${at + 1}.ts`);
      const earlier = found.get(join(ROOT, place)) ?? 'export {};\n';
      found.set(join(ROOT, place), `${earlier}${code}`);
    }
  }
  return found;
}

function problemsOf(files: ReadonlyMap<string, string>): readonly string[] {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile) as { config: object };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const host = ts.createCompilerHost({ ...options, noEmit: true });
  const { readFile, fileExists, getSourceFile, directoryExists } = host;
  const folders = new Set([...files.keys()].map((name) => dirname(name)));
  host.readFile = (name) => files.get(name) ?? readFile(name);
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.directoryExists = (name) => folders.has(name) || directoryExists?.(name) === true;
  host.getSourceFile = (name, target, ...others) => {
    const code = files.get(name);
    return code === undefined ? getSourceFile(name, target, ...others) : ts.createSourceFile(name, code, target);
  };
  const program = ts.createProgram([...files.keys(), SURROUNDINGS], { ...options, noEmit: true }, host);
  return [...files.keys()].flatMap((name) => {
    const source = program.getSourceFile(name);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText }) =>
        `${name.slice(dirname(name).length + 1)}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    );
  });
}

describe('examples in the documents', () => {
  const files = examples();

  it('are found', () => {
    const countOf = (page: string) => [...files.keys()].filter((name) => name.includes(page)).length;
    expect(countOf('tracing.md')).toBeGreaterThanOrEqual(8);
    expect([countOf('src/app.module.ts'), countOf('src/main.ts')]).toEqual([1, 1]);
  });

  it('compile', () => {
    expect(problemsOf(files)).toEqual([]);
  }, 60_000);

  it('would not compile with a mistake in them', () => {
    const name = join(ROOT, 'test', 'docs', 'mistake.ts');
    const code =
      "import { TelemetryModule } from 'nestjs-telemetry';\nTelemetryModule.forRoot({ tracing: { sampler: 'x' } });\n";
    expect(problemsOf(new Map([[name, code]]))).toHaveLength(1);
  }, 60_000);
});
