import type { Attributes } from '@opentelemetry/api';
import { readText } from '../conventions/errors/read-property.js';
import { textOf } from '../conventions/errors/text-of.js';
import { within } from '../life-cycle/within.js';
import type { DetectorOption, ResourceDetector } from '../options/resource-detectors.js';
import { cloudDetectors, isCloud } from './cloud-detectors.js';
import { containerAttributes } from './container-attributes.js';
import { hostAttributes } from './host-attributes.js';
import { kubernetesAttributes } from './kubernetes-attributes.js';
import { processAttributes } from './process-attributes.js';
import { sound } from './sound-attributes.js';

type Report = (what: string) => void;

/** What was found at once, and what arrives later. The latter never rejects. */
export interface Detection {
  readonly found: Attributes;
  readonly later: Promise<Attributes> | undefined;
}

/** The first export waits no longer than this. */
const LIMIT_MS = 5_000;

const LOCAL: Readonly<Record<string, () => Attributes>> = {
  host: hostAttributes,
  process: processAttributes,
  container: containerAttributes,
  kubernetes: kubernetesAttributes,
};

/** Runs all detectors, side by side. A later detector of the list has precedence. One that fails is reported and left. */
export function detect(detectors: readonly DetectorOption[], report: Report): Detection {
  const local = detectors.map((each) => (typeof each === 'string' ? LOCAL[each] : undefined));
  const found: Attributes = {};
  for (const [at, read] of local.entries())
    if (read) Object.assign(found, attempt(String(detectors[at]), read, report));
  const remote = detectors.filter((each) => typeof each !== 'string' || isCloud(each));
  if (remote.length === 0) return { found, later: undefined };
  const all = Promise.all(remote.map((each) => limited(nameOf(each), () => ofDetector(each, report), report)));
  return { found, later: all.then((parts) => Object.assign({}, found, ...parts) as Attributes) };
}

function attempt(name: string, read: () => Attributes, report: Report): Attributes {
  try {
    return read();
  } catch (error) {
    report(failed(name, error));
    return {};
  }
}

async function limited(name: string, run: () => Promise<Attributes>, report: Report): Promise<Attributes> {
  try {
    return await within(LIMIT_MS, run);
  } catch (error) {
    report(failed(name, error));
    return {};
  }
}

async function ofDetector(detector: DetectorOption, report: Report): Promise<Attributes> {
  if (typeof detector !== 'string') return attributesOf(detector);
  const detectors = await cloudDetectors(detector);
  const name = (at: number) => `${detector} ${at + 1}`;
  const parts = detectors.map((each, at) => limited(name(at), () => attributesOf(each), report));
  return Object.assign({}, ...(await Promise.all(parts))) as Attributes;
}

/** Each value may be a promise. One that fails takes no other with it. */
async function attributesOf(detector: ResourceDetector): Promise<Attributes> {
  const { attributes = {} } = (await detector.detect()) ?? {};
  const entries = Object.entries(attributes).map(async ([name, value]) => [name, await settled(value)] as const);
  return sound(await Promise.all(entries));
}

async function settled(value: unknown): Promise<unknown> {
  try {
    return await value;
  } catch {
    return undefined;
  }
}

function nameOf(detector: DetectorOption): string {
  return typeof detector === 'string' ? detector : detector.constructor?.name || 'custom';
}

function failed(name: string, error: unknown): string {
  return `The resource detector ${name} failed: ${readText(error, 'message') ?? textOf(error)}`;
}
