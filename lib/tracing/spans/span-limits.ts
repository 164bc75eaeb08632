/** The defaults of OpenTelemetry's specification. What is beyond them is dropped and counted. */
export const SPAN_LIMITS = {
  attributes: 128,
  events: 128,
  links: 128,
} as const;

const NO_LENGTH_LIMIT = Number.POSITIVE_INFINITY;

/** The same limit, as OpenTelemetry's functions expect it. Values that are too long are cut when the span ends. */
export const ATTRIBUTE_LIMITS = {
  attributeCountLimit: SPAN_LIMITS.attributes,
  attributeValueLengthLimit: NO_LENGTH_LIMIT,
} as const;
