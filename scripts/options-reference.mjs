// Writes docs/options.md from the descriptions in lib/options. With --check it only says whether the file is as it should be.
import { readFileSync, writeFileSync } from 'node:fs';
import ts from 'typescript';
import '../test/typescript-loader.mjs';

const { ROOT } = await import('../lib/telemetry.options.ts');
const FILE = process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? 'docs/options.md';
const MODULE = 'lib/telemetry.options.ts';

const program = ts.createProgram([MODULE], { ...compilerOptions(), noEmit: true });
const checker = program.getTypeChecker();
const wrong = [];
/** A group that stands in several places is described at the first. */
const described = new Set();

function compilerOptions() {
  const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile);
  return ts.parseJsonConfigFileContent({ ...config, include: [], files: [MODULE] }, ts.sys, '.').options;
}

/** The type of what users give: editors show the doc comments of its properties, and so does the reference. */
function rootType() {
  const source = program.getSourceFile(MODULE);
  const root = checker.getExportsOfModule(checker.getSymbolAtLocation(source)).find(({ name }) => name === 'ROOT');
  const check = checker.getTypeOfPropertyOfType(checker.getTypeOfSymbol(root), 'check');
  const read = checker.getTypeOfPropertyOfType(check, 'read');
  return read.getCallSignatures()[0].getReturnType();
}

/** A list stands for its items, and a union for its groups. */
function groupsOf(type) {
  if (type.isUnion()) return type.types.flatMap(groupsOf);
  if (checker.isArrayType(type)) return checker.getTypeArguments(type).flatMap(groupsOf);
  return type.flags & ts.TypeFlags.Object || type.isIntersection() ? [type] : [];
}

function variantOf(types, title) {
  const variant = /type: '(\w+)'/.exec(title)?.[1];
  if (variant === undefined) return types;
  return types.filter((type) => {
    const discriminant = checker.getTypeOfPropertyOfType(type, 'type');
    return discriminant?.isStringLiteral() && discriminant.value === variant;
  });
}

function section(path, types, shape) {
  const rows = [];
  const below = [];
  for (const [name, option] of Object.entries(shape)) {
    const symbol = types.map((type) => type.getProperty(name)).find((each) => each !== undefined);
    if (symbol === undefined) throw new Error(`${path}${name} has no type.`);
    const full = `${path}${name}`;
    const { meaning, fallback } = documentation(symbol, full, option);
    const inner = groupsOf(checker.getNonNullableType(checker.getTypeOfSymbol(symbol)));
    for (const [title, shapeBelow] of Object.entries(option.check.shapes ?? {})) {
      if (described.has(shapeBelow)) continue;
      described.add(shapeBelow);
      const of = variantOf(inner, title);
      const heading = title === '' ? full : `${full} ${title}`;
      below.push(...subsection(heading, `${full}.`, of, shapeBelow));
    }
    const variables = (option.variables ?? []).map((variable) => `\`${variable}\``).join(', ');
    rows.push(`| \`${full}\` | ${option.check.type} | ${fallback} | ${meaning} | ${variables} |`);
  }
  return { rows, below };
}

function subsection(heading, path, types, shape) {
  const { rows, below } = section(path, types, shape);
  return [`## \`${heading}\`\n\n${HEAD}\n${rows.join('\n')}`, ...below];
}

/** The doc comment: what comes after `Default` is the default, which has to be the one of the description. */
function documentation(symbol, full, option) {
  const comment = ts.displayPartsToString(symbol.getDocumentationComment(checker)).replaceAll(/\s+/g, ' ').trim();
  const [, meaning = comment, stated] = /^(.*?) ?\bDefault:? (.+?)\.?$/.exec(comment) ?? [];
  if (meaning === '') wrong.push(`The doc comment of ${full} does not say what it means.`);
  const isSimple = ['string', 'number', 'boolean'].includes(typeof option.fallback);
  if (isSimple) {
    const said = stated
      ?.replace(/[:.(].*$/, '')
      .replaceAll('`', '')
      .trim();
    if (said !== String(option.fallback)) wrong.push(`${full} says "Default ${stated}", and it is ${option.fallback}.`);
  }
  const missing = option.missing === undefined ? '' : 'has to be given';
  return { meaning: escaped(meaning), fallback: escaped(stated ?? missing) };
}

function escaped(text) {
  return text.replaceAll('|', '\\|').trim();
}

const HEAD = '| option | type | default | meaning | environment |\n|---|---|---|---|---|';
const { rows, below } = section('', [rootType()], ROOT.shape);
const written = [
  '# Options',
  '',
  'Every option of `TelemetryModule.forRoot()`. `npm run docs:options` writes this page from `lib/options`, which has one description for each option.',
  'All are optional, except those that their group requires. A wrong option stops the start with an error that names it, the reason and the fix.',
  'If an option is not given, its environment variable applies: see [Environment variables](environment.md).',
  '',
  HEAD,
  ...rows,
  '',
  below.join('\n\n'),
  '',
].join('\n');

if (wrong.length > 0) {
  console.error(wrong.join('\n'));
  process.exitCode = 1;
} else if (!process.argv.includes('--check')) writeFileSync(FILE, written);
else if (readFileSync(FILE, 'utf8') !== written) {
  console.error(`${FILE} is stale. Run: npm run docs:options`);
  process.exitCode = 1;
}
