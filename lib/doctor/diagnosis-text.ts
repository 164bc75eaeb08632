import { stripVTControlCharacters, styleText } from 'node:util';
import type { Diagnosis } from './diagnosis.js';
import type { Finding, FindingLevel } from './findings/finding.js';

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

const STYLES: Readonly<Record<FindingLevel, Style>> = {
  error: 'red',
  warning: 'yellow',
  note: 'blue',
  ok: 'green',
};
const INDENT = ' '.repeat(10);

/** A diagnosis for a terminal. */
export function diagnosisText(diagnosis: Diagnosis, colours: boolean): string {
  const paint: Paint = (style, text) => (colours ? styleText(style, text, { validateStream: false }) : text);
  const { findings } = diagnosis;
  return [
    heading(diagnosis),
    ...facts(diagnosis).map(([name, value]) => `${paint('dim', name.padEnd(10))}${value}`),
    '',
    ...findings.map((finding) => findingText(finding, paint)),
    '',
    summary(findings),
    '',
  ].join('\n');
}

function heading({ versions: { telemetry, node, nest }, application }: Diagnosis): string {
  const nestText = nest === undefined ? 'NestJS not found' : `NestJS ${nest}`;
  return `${application.name} ${application.version}: nestjs-telemetry ${telemetry}, ${nestText}, Node ${node}`;
}

function facts({ destinations, observed, options }: Diagnosis): readonly (readonly [string, string])[] {
  return [
    ...(destinations === undefined
      ? []
      : ([
          ['traces', destinations.traces.join(', ') || 'nowhere'],
          ['metrics', destinations.metrics.join(', ') || 'nowhere'],
          ['logs', destinations.logs.join(', ')],
          ['observed', observed.join(', ') || 'nothing'],
        ] as const)),
    ...options.map(({ name, value, from }) => ['option', `${name} = ${value} (${from})`] as const),
  ];
}

function findingText({ level, about, what, why, fix }: Finding, paint: Paint): string {
  const subject = what.includes(about) ? '' : `${about}: `;
  return [
    `${paint(STYLES[level], level.padEnd(10))}${visible(`${subject}${what}`)}`,
    ...(why === undefined ? [] : [`${INDENT}${paint('dim', 'Why:')} ${visible(why)}`]),
    ...(fix === undefined ? [] : [`${INDENT}${paint('dim', 'Fix:')} ${visible(fix)}`]),
  ].join('\n');
}

/** What an application wrote, or a name from the environment, cannot change the terminal. */
function visible(text: string): string {
  return stripVTControlCharacters(text).replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, (one) =>
    one === '\n' ? `\n${INDENT}` : '',
  );
}

function summary(findings: readonly Finding[]): string {
  const count = (level: FindingLevel) => findings.filter((finding) => finding.level === level).length;
  const counted = (['error', 'warning', 'note'] as const).map((level) => {
    const number = count(level);
    return `${number} ${level}${number === 1 ? '' : 's'}`;
  });
  return `${counted.join(', ')}.`;
}
