// Writes test/conventions/registry/registry.json: the names, types, units and required attributes of OpenTelemetry's
// semantic conventions.
//
//     git clone https://github.com/open-telemetry/semantic-conventions && node scripts/registry-copy.mjs semantic-conventions/model
//
// The copy of 1.45.0 is made from the model's commit 384d66161cb18704c729645fa8136a148df9571c.
//
// Names and deprecations come from the installed package `@opentelemetry/semantic-conventions`. Types, units and
// requirements come from the model. An attribute that was renamed after the model has the type of its old name.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { readModel } from './registry/model.mjs';
import { publishedNames } from './registry/published-names.mjs';

/** The spans that this package makes. */
const OBSERVED = /^(http\.(client|server)|db\.(\w+\.)?client|rpc\.(grpc\.)?call\.\w+|messaging\.(process|send)\.\w+)$/;
const TARGET = new URL('../test/conventions/registry/registry.json', import.meta.url);

const [modelFolder] = process.argv.slice(2);
if (modelFolder === undefined) throw new Error('Name the folder `model` of a clone of semantic-conventions');
const types = dirname(createRequire(import.meta.url).resolve('@opentelemetry/semantic-conventions'));
const { version } = JSON.parse(readFileSync(`${types}/../package.json`, 'utf8'));
const attributes = publishedNames(types, 'attributes', 'ATTR');
const metrics = publishedNames(types, 'metrics', 'METRIC');
const model = readModel(modelFolder);

const current = (name) => attributes.get(name)?.replacedBy ?? name;
const earlier = new Map([...attributes].map(([name, { replacedBy }]) => [replacedBy, name]));
const sorted = (entries) => Object.fromEntries([...entries].sort(([one], [other]) => (one < other ? -1 : 1)));

const registry = {
  version,
  attributes: sorted(
    [...attributes].map(([name, { deprecated }]) => [
      name,
      deprecated ? 'deprecated' : (model.types.get(name) ?? model.types.get(earlier.get(name)) ?? 'unknown'),
    ]),
  ),
  metrics: sorted(
    [...metrics].map(([name, { deprecated }]) => [name, deprecated ? { deprecated } : (metricOf(name) ?? {})]),
  ),
  spans: sorted(
    [...model.spans]
      .filter(([type]) => OBSERVED.test(type))
      .map(([type, { kind, required }]) => [type, { kind, required: required.map(current) }]),
  ),
};

function metricOf(name) {
  const found = model.metrics.get(name);
  return found && { ...found, required: found.required.map(current) };
}

const lines = (section) =>
  Object.entries(section)
    .map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)}`)
    .join(',\n');
const sections = ['attributes', 'metrics', 'spans'].map((name) => `  "${name}": {\n${lines(registry[name])}\n  }`);
writeFileSync(TARGET, `{\n  "version": ${JSON.stringify(version)},\n${sections.join(',\n')}\n}\n`);
console.log(`${attributes.size} attributes, ${metrics.size} metrics, ${model.spans.size} spans of version ${version}`);
