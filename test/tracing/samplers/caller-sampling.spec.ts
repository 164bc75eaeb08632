import { type Context, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import { AlwaysOffSampler, AlwaysOnSampler, type Sampler, SamplingDecision } from '@opentelemetry/sdk-trace';
import { type CallerSampling, noteCallerSampling } from '../../../lib/context/caller-sampling.js';
import { CallerSamplingSampler } from '../../../lib/tracing/samplers/caller-sampling.sampler.js';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const ON = new AlwaysOnSampler();
const OFF = new AlwaysOffSampler();

function parent(traceFlags: number, isRemote: boolean, sampling?: CallerSampling): Context {
  const context = trace.setSpanContext(ROOT_CONTEXT, {
    traceId: TRACE_ID,
    spanId: 'b7ad6b7169203331',
    traceFlags,
    isRemote,
  });
  return sampling === undefined ? context : noteCallerSampling(context, sampling, TRACE_ID);
}

function sample(root: Sampler, context: Context) {
  return new CallerSamplingSampler(root).shouldSample(context, TRACE_ID, 'GET /', SpanKind.SERVER, {}, []);
}

describe('a caller’s word on sampling', () => {
  it.each([
    ['none: ours', ON, ROOT_CONTEXT, true],
    ['none: ours, the other way', OFF, ROOT_CONTEXT, false],
    ['the flag of its span', OFF, parent(1, true), true],
    ['the flag of its span, not set', ON, parent(0, true), false],
    ['deny without ids', ON, noteCallerSampling(ROOT_CONTEXT, { state: 'deny' }), false],
    ['accept without ids', OFF, noteCallerSampling(ROOT_CONTEXT, { state: 'accept' }), true],
    ['debug without ids', OFF, noteCallerSampling(ROOT_CONTEXT, { state: 'debug' }), true],
    ['debug with ids', OFF, parent(0, true, { state: 'debug' }), true],
    ['ids without a decision: ours', ON, parent(0, true, { state: 'defer' }), true],
    ['ids without a decision: ours, the other way', OFF, parent(0, true, { state: 'defer' }), false],
    ['no longer heard below a span of ours', ON, parent(0, false, { state: 'defer' }), false],
    ['no longer heard below a span of ours, debug', ON, parent(0, false, { state: 'debug' }), false],
    ['without ids, beside another caller’s span', OFF, noteCallerSampling(parent(1, true), { state: 'deny' }), true],
    ['about another trace', ON, noteCallerSampling(parent(1, true), { state: 'deny' }, '1'.repeat(32)), true],
  ])('%s', (_case, root, context, sampled) => {
    expect(sample(root, context).decision).toBe(
      sampled ? SamplingDecision.RECORD_AND_SAMPLED : SamplingDecision.NOT_RECORD,
    );
  });

  it('gives the first span its attributes', () => {
    const attributes = { 'jaeger-debug-id': 'ticket-7' };
    expect(sample(OFF, noteCallerSampling(ROOT_CONTEXT, { state: 'debug', attributes }))).toEqual({
      decision: SamplingDecision.RECORD_AND_SAMPLED,
      attributes,
    });
  });

  it('names the sampler that it stands before', () => {
    expect(String(new CallerSamplingSampler(ON))).toBe('CallerSampling{AlwaysOnSampler}');
  });
});
