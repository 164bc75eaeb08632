/** What a service sends on after it received headers. */
export interface Forwarded {
  readonly traceId: string;
  readonly parentId: string;
  readonly flags: number;
  /** The members of `tracestate`, in their order. */
  readonly state: readonly string[];
}

export type RawHeaders = ReadonlyArray<readonly [name: string, value: string]>;

interface Expected {
  /** True: the caller's trace. False: a new one. */
  readonly joins?: boolean;
  readonly state?: readonly string[];
  readonly random?: boolean;
}

type Case = readonly [headers: RawHeaders, expected: Expected];

export const TRACE_ID = '12345678901234567890123456789012';
export const PARENT_ID = '1234567890123456';
const SAMPLED = `00-${TRACE_ID}-${PARENT_ID}-01`;
const UNSAMPLED = `00-${TRACE_ID}-${PARENT_ID}-00`;

const parent = (value: string, joins: boolean): Case => [[['traceparent', value]], { joins }];
const joined = (...values: readonly string[]): readonly Case[] => values.map((value) => parent(value, true));
const refused = (...values: readonly string[]): readonly Case[] => values.map((value) => parent(value, false));
const state = (values: readonly string[], expected: readonly string[]): Case => [
  [['traceparent', UNSAMPLED], ...values.map((value) => ['tracestate', value] as const)],
  { joins: true, state: expected },
];
const named = (name: string, expected: readonly string[]): Case => [
  [
    ['traceparent', UNSAMPLED],
    [name, 'foo=1'],
  ],
  { joins: true, state: expected },
];

const KEY = 'abcdefghijklmnopqrstuvwxyz0123456789_-*/';
const VALUE = String.fromCodePoint(
  ...Array.from({ length: 0x7f - 0x20 }, (_, at) => at + 0x20).filter((code) => code !== 0x2c && code !== 0x3d),
);
const members = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, at) => String(from + at).padStart(2, '0'))
    .map((number) => `bar${number}=${number}`)
    .join(',');
const MEMBERS = [members(1, 10), members(11, 20), members(21, 30)];
const LONG_KEYS = [
  'z'.repeat(256),
  `${'t'.repeat(241)}@${'v'.repeat(14)}`,
  `${'t'.repeat(242)}@v`,
  `t@${'v'.repeat(15)}`,
];

/** The cases of the W3C's test harness for Trace Context, level 2, strict, by their names there. */
export const W3C_CASES: Readonly<Record<string, readonly Case[]>> = {
  both_traceparent_and_tracestate_missing: [[[], { joins: false }]],
  traceparent_included_tracestate_missing: joined(SAMPLED),
  traceparent_duplicated: [
    [
      [
        ['traceparent', `00-${TRACE_ID.slice(0, -1)}1-${PARENT_ID}-01`],
        ['traceparent', SAMPLED],
      ],
      { joins: false },
    ],
  ],
  traceparent_header_name: [
    [[['trace-parent', SAMPLED]], { joins: false }],
    [[['trace.parent', SAMPLED]], { joins: false }],
  ],
  traceparent_header_name_valid_casing: ['TraceParent', 'TrAcEpArEnT', 'TRACEPARENT'].map((name) => [
    [[name, SAMPLED]],
    { joins: true },
  ]),
  traceparent_version_0x00: refused(`${SAMPLED}.`, `${SAMPLED}-what-the-future-will-be-like`),
  traceparent_version_0xcc: [
    ...joined(`cc${SAMPLED.slice(2)}`, `cc${SAMPLED.slice(2)}-what-the-future-will-be-like`),
    ...refused(`cc${SAMPLED.slice(2)}.what-the-future-will-be-like`),
  ],
  traceparent_version_0xff: refused(`ff${SAMPLED.slice(2)}`),
  traceparent_version_illegal_characters: refused(`.0${SAMPLED.slice(2)}`, `0.${SAMPLED.slice(2)}`),
  traceparent_version_too_long: refused(`0${SAMPLED}`, `00${SAMPLED}`),
  traceparent_version_too_short: refused(SAMPLED.slice(1)),
  traceparent_trace_id_all_zero: refused(`00-${'0'.repeat(32)}-${PARENT_ID}-01`),
  traceparent_trace_id_illegal_characters: refused(
    `00-.${TRACE_ID.slice(1)}-${PARENT_ID}-01`,
    `00-${TRACE_ID.slice(1)}.-${PARENT_ID}-01`,
  ),
  traceparent_trace_id_too_long: refused(`00-${TRACE_ID}3-${PARENT_ID}-01`),
  traceparent_trace_id_too_short: refused(`00-${TRACE_ID.slice(1)}-${PARENT_ID}-01`),
  traceparent_parent_id_all_zero: refused(`00-${TRACE_ID}-${'0'.repeat(16)}-01`),
  traceparent_parent_id_illegal_characters: refused(
    `00-${TRACE_ID}-.${PARENT_ID.slice(1)}-01`,
    `00-${TRACE_ID}-${PARENT_ID.slice(1)}.-01`,
  ),
  traceparent_parent_id_too_long: refused(`00-${TRACE_ID}-${PARENT_ID}7-01`),
  traceparent_parent_id_too_short: refused(`00-${TRACE_ID}-${PARENT_ID.slice(1)}-01`),
  traceparent_trace_flags_illegal_characters: refused(
    `00-${TRACE_ID}-${PARENT_ID}-.0`,
    `00-${TRACE_ID}-${PARENT_ID}-0.`,
  ),
  traceparent_trace_flags_too_long: refused(`00-${TRACE_ID}-${PARENT_ID}-001`),
  traceparent_trace_flags_too_short: refused(`00-${TRACE_ID}-${PARENT_ID}-1`),
  traceparent_ows_handling: joined(` ${SAMPLED}`, `\t${SAMPLED}`, `${SAMPLED} `, `${SAMPLED}\t`, `\t ${SAMPLED} \t`),
  tracestate_included_traceparent_missing: ['foo=1', 'foo=1,bar=2'].map((value) => [
    [['tracestate', value]],
    { joins: false, state: [] },
  ]),
  tracestate_included_traceparent_included: [state(['foo=1,bar=2'], ['foo=1', 'bar=2'])],
  tracestate_header_name: [named('trace-state', []), named('trace.state', [])],
  tracestate_header_name_valid_casing: ['TraceState', 'TrAcEsTaTe', 'TRACESTATE'].map((name) => named(name, ['foo=1'])),
  tracestate_empty_header: [state([''], []), state(['foo=1', ''], ['foo=1']), state(['', 'foo=1'], ['foo=1'])],
  tracestate_multiple_headers_different_keys: [
    state(['foo=1,bar=2', 'rojo=1,congo=2', 'baz=3'], ['foo=1', 'bar=2', 'rojo=1', 'congo=2', 'baz=3']),
  ],
  tracestate_duplicated_keys: [
    state(['foo=1,foo=1'], ['foo=1']),
    state(['foo=1,foo=2'], ['foo=1']),
    state(['foo=1', 'foo=1'], ['foo=1']),
    state(['foo=1', 'foo=2'], ['foo=1']),
  ],
  tracestate_all_allowed_characters: [KEY, `${KEY}@a-z0-9_-*/`].map((key) =>
    state([`${key}=${VALUE}`], [`${key}=${VALUE}`]),
  ),
  tracestate_ows_handling: [
    state(['foo=1 \t , \t bar=2, \t baz=3'], ['foo=1', 'bar=2', 'baz=3']),
    state(['foo=1\t \t,\t \tbar=2,\t \tbaz=3'], ['foo=1', 'bar=2', 'baz=3']),
    ...[' foo=1', '\tfoo=1', 'foo=1 ', 'foo=1\t', '\t foo=1 \t'].map((value) => state([value], ['foo=1'])),
  ],
  tracestate_key_illegal_characters: ['foo =1', 'FOO=1', 'foo.bar=1'].map((value) => state([value], [])),
  tracestate_key_illegal_vendor_format: [
    state(['foo@=1,bar=2'], ['foo@=1', 'bar=2']),
    state(['@foo=1,bar=2'], []),
    state(['foo@@bar=1,bar=2'], ['foo@@bar=1', 'bar=2']),
    state(['foo@bar@baz=1,bar=2'], ['foo@bar@baz=1', 'bar=2']),
  ],
  tracestate_member_count_limit: [
    state([...MEMBERS, members(31, 32)], members(1, 32).split(',')),
    state([...MEMBERS, members(31, 33)], []),
  ],
  tracestate_key_length_limit: [
    ...LONG_KEYS.map((key) => state(['foo=1', `${key}=1`], ['foo=1', `${key}=1`])),
    state(['foo=1', `${'z'.repeat(257)}=1`], []),
  ],
  tracestate_value_illegal_characters: ['foo=bar=baz', 'foo=,bar=3'].map((value) => state([value], [])),
  propagates_random_flag: [[[['traceparent', `00-${TRACE_ID}-${PARENT_ID}-02`]], { joins: true, random: true }]],
};
