const NAMES = /^OTEL_/;

/** Sets `OTEL_` variables, after removing all others, and returns what restores them. */
export function setEnvironment(variables: Readonly<Record<string, string>>): () => void {
  const before = Object.entries(process.env).filter(([name]) => NAMES.test(name));
  const clear = (): void => {
    for (const name of Object.keys(process.env)) if (NAMES.test(name)) delete process.env[name];
  };
  clear();
  Object.assign(process.env, variables);
  return () => {
    clear();
    Object.assign(process.env, Object.fromEntries(before));
  };
}
