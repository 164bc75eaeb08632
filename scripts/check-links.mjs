// Checks the links in the documents: files and headings are there, and what is published links to what is published.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DOCUMENTS = ['*.md', 'docs/**/*.md', 'test/**/*.md', 'bench/**/*.md', 'sample/**/*.md'];
const LINK = /\[[^\]]*\]\(([^)\s]+)\)/g;

const { files } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
/** npm publishes these whatever `files` says. */
const PUBLISHED = [...files, 'README.md', 'LICENSE', 'package.json'];

const documents = globSync(DOCUMENTS, { cwd: ROOT, exclude: (name) => String(name).includes('node_modules') });
const problems = [];
let links = 0;
for (const document of documents) {
  const text = withoutCode(readFileSync(join(ROOT, document), 'utf8'));
  for (const [, target] of text.matchAll(LINK)) {
    if (/^[a-z]+:/.test(target)) continue;
    links += 1;
    const problem = problemOf(document, target);
    if (problem !== undefined) problems.push(`${document}: ${target} ${problem}`);
  }
}

for (const problem of problems) console.error(problem);
if (links < 20) problems.push('The check sees no links.');
console.log(`${documents.length} documents, ${links} links, ${problems.length} problems`);
if (problems.length > 0) process.exitCode = 1;

function problemOf(document, target) {
  const [path, heading] = decodeURI(target).split('#');
  const file = path === '' ? document : relative(ROOT, join(ROOT, dirname(document), path)).replaceAll('\\', '/');
  if (!existsSync(join(ROOT, file))) return 'is not there';
  if (isPublished(document) && !isPublished(file)) return 'is not published: use the address in the repository';
  if (heading !== undefined && !headingsOf(file).has(heading)) return 'names no heading';
  return undefined;
}

function isPublished(file) {
  return PUBLISHED.some((published) => file === published || file.startsWith(`${published}/`));
}

/** The names that GitHub gives to the headings of a document. */
function headingsOf(file) {
  const names = new Set();
  for (const [, title] of withoutCode(readFileSync(join(ROOT, file), 'utf8')).matchAll(/^#{1,6} +(.+?) *$/gm)) {
    const name = title
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
      .replaceAll(' ', '-');
    let unique = name;
    for (let at = 1; names.has(unique); at++) unique = `${name}-${at}`;
    names.add(unique);
  }
  return names;
}

/** Blocks of code have no links, and their comments are no headings. */
function withoutCode(text) {
  return text.replace(/^(```+|~~~+)[^]*?^\1 *$/gm, '');
}
