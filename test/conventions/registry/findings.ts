/** The instrumentation scope of the package. */
const OWN_SCOPE = 'nestjs-telemetry';

export interface ExaminedScope {
  readonly name: string;
  readonly version?: string | undefined;
  readonly schemaUrl?: string | undefined;
}

const found = new Set<string>();

// A process that a test starts has no hooks.
if (typeof afterAll === 'function') {
  afterAll(() => {
    const findings = [...found];
    found.clear();
    if (findings.length > 0) throw new Error(`Violations of OpenTelemetry's registry:\n${findings.join('\n')}`);
  });
}

/** Fails the spec for what `examine` finds in a record, if the record is the package's. */
export function examine(scope: ExaminedScope, findings: () => readonly string[]): void {
  if (scope.name !== OWN_SCOPE) return;
  for (const finding of [...scopeFindings(scope), ...findings()]) found.add(finding);
}

export function scopeFindings({ name, version, schemaUrl }: ExaminedScope): string[] {
  return [
    ...(version ? [] : [`scope ${name} has no version`]),
    ...(schemaUrl ? [] : [`scope ${name} has no schema URL`]),
  ];
}
