import { globSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** The model of semantic conventions, in both of its file formats: types of attributes, metrics and spans. */
export function readModel(folder) {
  const documents = globSync(`${folder}/**/*.yaml`).map((file) => parse(readFileSync(file, 'utf8')));
  if (documents.length === 0) throw new Error(`No files in ${folder}`);
  const { groups, types } = collect(documents);
  const metrics = new Map();
  const spans = new Map();
  for (const group of groups.values()) {
    const required = () => requiredOf(group, groups);
    if (group.metric !== undefined) {
      metrics.set(group.metric, { instrument: group.instrument, unit: group.unit, required: required() });
    }
    if (group.span !== undefined) spans.set(group.span, { kind: group.span_kind ?? group.kind, required: required() });
  }
  return { types, metrics, spans };
}

function collect(documents) {
  const groups = new Map();
  const types = new Map();
  for (const document of documents) {
    const {
      groups: all = [],
      attributes = [],
      attribute_groups = [],
      spans = [],
      metrics = [],
      span_refinements = [],
    } = document ?? {};
    for (const group of all) {
      const { type, id, metric_name } = group;
      groups.set(id, {
        ...group,
        ...(type === 'metric' ? { metric: metric_name } : {}),
        ...(type === 'span' ? { span: id.replace(/^span\./, '') } : {}),
      });
    }
    for (const group of attribute_groups) groups.set(group.id, group);
    for (const span of spans) groups.set(span.type, { ...span, span: span.type });
    for (const metric of metrics) groups.set(metric.name, { ...metric, metric: metric.name });
    for (const span of span_refinements) groups.set(span.id, { ...span, extends: span.ref });
    const defined = [...attributes, ...all.flatMap((group) => group.attributes ?? []).filter(({ id }) => id)];
    for (const { id, key = id, type } of defined) addType(types, key, type);
  }
  return { groups, types };
}

function addType(types, name, type) {
  const text = typeof type === 'string' ? type : 'string';
  const template = /^template\[(.*)\]$/.exec(text)?.[1];
  if (template === undefined) types.set(name, text);
  else types.set(`${name}.<key>`, template);
}

/** The attributes that a group, or what it extends, requires. A group's own word counts more than an inherited one. */
function requiredOf(group, groups) {
  const levels = new Map();
  const visit = ({ extends: parent, attributes = [] }) => {
    if (parent !== undefined) visit(known(parent, groups));
    for (const { ref, ref_group, requirement_level } of attributes) {
      if (ref_group !== undefined) visit(known(ref_group, groups));
      else if (ref !== undefined && requirement_level !== undefined) levels.set(ref, requirement_level);
    }
  };
  visit(group);
  return [...levels].filter(([, level]) => level === 'required').map(([name]) => name);
}

function known(id, groups) {
  const group = groups.get(id);
  if (group === undefined) throw new Error(`The model has no group ${id}`);
  return group;
}
