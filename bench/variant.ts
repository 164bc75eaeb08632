export const ADAPTERS = ['fastify', 'express'] as const;
export type AdapterName = (typeof ADAPTERS)[number];

/** The same service without telemetry, with ours, and with the standard stack. */
export const VARIANTS = ['bare', 'ours', 'standard'] as const;
export type Variant = (typeof VARIANTS)[number];

/** Measured against bare. */
export const TELEMETERED = ['ours', 'standard'] as const;
export type Telemetered = (typeof TELEMETERED)[number];
