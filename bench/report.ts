import type { Comparison } from './measure/comparison.js';
import type { Delivery } from './measure/delivery.js';
import { summarise } from './measure/statistics.js';
import { type AdapterName, type Telemetered, type Variant, VARIANTS } from './variant.js';

type Row = readonly [label: string, bare: string, ours: string, standard: string];

/** All that was measured on one adapter. */
export interface Measured {
  readonly delivery: Readonly<Record<Variant, Delivery>>;
  readonly startUp: Readonly<Record<Variant, readonly number[]>>;
  readonly comparison: Comparison;
}

/** The table of one adapter: medians, and the middle half of the values in brackets. */
export function table(adapter: AdapterName, { delivery, startUp, comparison }: Measured): string {
  const { bare, compared } = comparison;
  const of = <T>(variant: Telemetered, pick: (entry: (typeof compared)[number]) => T) =>
    compared.filter((entry) => entry.variant === variant).map(pick);
  const slices = (variant: Variant) => (variant === 'bare' ? bare : of(variant, ({ slice }) => slice));
  const each = (label: string, cell: (variant: Variant) => string): Row => [
    label,
    cell('bare'),
    cell('ours'),
    cell('standard'),
  ];
  const against = (label: string, cell: (variant: Telemetered) => string): Row => [
    label,
    '',
    cell('ours'),
    cell('standard'),
  ];
  const lost = (variant: Telemetered) => {
    const expected = sum(of(variant, ({ slice }) => slice.requests)) * delivery[variant].spans;
    const missing = expected - sum(of(variant, ({ slice }) => slice.spans));
    return `${Math.round(missing)} of ${Math.round(expected)}`;
  };
  const bareStart = summarise(startUp.bare).median;
  return layOut([
    [adapter, ...VARIANTS] as unknown as Row,
    each('spans, log lines, counted', (variant) => {
      const { spans, logLines, counted } = delivery[variant];
      return `${spans}, ${logLines}, ${counted}`;
    }),
    each('CPU a request, µs', (variant) =>
      spread(
        slices(variant).map((slice) => slice.cpuMicrosPerRequest),
        1,
      ),
    ),
    against('  added to bare, µs', (variant) => spread(addedMicros(comparison, variant), 1)),
    each('requests a second', (variant) =>
      spread(
        slices(variant).map((slice) => slice.requestsPerSecond),
        0,
      ),
    ),
    against('  against bare', (variant) =>
      spread(
        of(variant, (entry) => entry.slice.requestsPerSecond / entry.bareRequestsPerSecond),
        2,
      ),
    ),
    each('p99 at full load, ms', (variant) =>
      spread(
        slices(variant).map((slice) => slice.p99Ms),
        2,
      ),
    ),
    each('server busy, %', (variant) =>
      spread(
        slices(variant).map((slice) => slice.busy * 100),
        0,
      ),
    ),
    against('spans lost', lost),
    each('start-up, ms', (variant) => spread(startUp[variant], 0)),
    against('  added to bare, ms', (variant) => (summarise(startUp[variant]).median - bareStart).toFixed(0)),
  ]);
}

/** What a variant's requests cost beyond what bare's cost at the same time. */
export function addedMicros({ compared }: Comparison, variant: Telemetered): number[] {
  return compared
    .filter((entry) => entry.variant === variant)
    .map((entry) => entry.slice.cpuMicrosPerRequest - entry.bareCpuMicrosPerRequest);
}

/** Below this share of its processor, a server that has work shares it with somebody else. */
const ALONE = 0.9;

/** Says so when the servers did not have their processor to themselves. */
export function disturbance({ compared }: Comparison): string {
  const { median } = summarise(compared.map(({ slice }) => slice.busy));
  return median >= ALONE
    ? ''
    : `Something else ran: servers at full load had ${(median * 100).toFixed(0)} % of their processor. Microseconds are too high.`;
}

/** The last line: ours against standard, on each adapter. */
export function verdict(comparisons: ReadonlyMap<AdapterName, Comparison>): string {
  const parts = [...comparisons].map(([adapter, comparison]) => {
    const ours = summarise(addedMicros(comparison, 'ours')).median;
    const standard = summarise(addedMicros(comparison, 'standard')).median;
    return `${adapter} ${ours.toFixed(1)} / ${standard.toFixed(1)} µs = ${(ours / standard).toFixed(3)}`;
  });
  return `Added CPU a request, ours / standard: ${parts.join('; ')}`;
}

function spread(values: readonly number[], digits: number): string {
  const { median, lower, upper } = summarise(values);
  return `${median.toFixed(digits)} (${lower.toFixed(digits)}–${upper.toFixed(digits)})`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function layOut(rows: readonly Row[]): string {
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => pad(cell, widths[column] ?? 0, column))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}
