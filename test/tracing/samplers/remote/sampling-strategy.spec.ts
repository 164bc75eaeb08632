import { samplingStrategy } from '../../../../lib/tracing/samplers/remote/sampling-strategy.js';

describe('samplingStrategy', () => {
  it.each([
    [
      { strategyType: 'PROBABILISTIC', probabilisticSampling: { samplingRate: 0.5 } },
      { type: 'probabilistic', ratio: 0.5 },
    ],
    [
      { strategyType: 0, probabilisticSampling: { samplingRate: 1 } },
      { type: 'probabilistic', ratio: 1 },
    ],
    // As protobuf's JSON leaves out what is zero, and as others write what is unset.
    [{ probabilisticSampling: {} }, { type: 'probabilistic', ratio: 0 }],
    [
      { strategyType: 'RATE_LIMITING', rateLimitingSampling: { maxTracesPerSecond: 7 }, operationSampling: null },
      { type: 'rateLimiting', tracesPerSecond: 7 },
    ],
    [
      { strategyType: 1, rateLimitingSampling: { maxTracesPerSecond: 0.5 } },
      { type: 'rateLimiting', tracesPerSecond: 0.5 },
    ],
    [
      {
        strategyType: 'PROBABILISTIC',
        probabilisticSampling: { samplingRate: 0.2 },
        operationSampling: {
          defaultSamplingProbability: 0.2,
          defaultLowerBoundTracesPerSecond: 0.01,
          perOperationStrategies: [
            { operation: 'GET /users/:id', probabilisticSampling: { samplingRate: 0.7 } },
            { operation: 'job', probabilisticSampling: { samplingRate: 0 } },
          ],
        },
      },
      {
        type: 'perOperation',
        ratio: 0.2,
        lowerBound: 0.01,
        operations: new Map([
          ['GET /users/:id', 0.7],
          ['job', 0],
        ]),
      },
    ],
    [{ operationSampling: {} }, { type: 'perOperation', ratio: 0, lowerBound: 0, operations: new Map() }],
  ])('reads %j', (answer, strategy) => {
    expect(samplingStrategy(answer)).toEqual(strategy);
  });

  it.each([
    [null, 'The answer'],
    ['yes', 'The answer'],
    [[], 'The answer'],
    [{}, 'probabilisticSampling'],
    [{ strategyType: 'CONST', probabilisticSampling: { samplingRate: 1 } }, 'CONST'],
    [{ strategyType: 'RATE_LIMITING', probabilisticSampling: { samplingRate: 1 } }, 'rateLimitingSampling'],
    [{ probabilisticSampling: { samplingRate: '0.5' } }, 'samplingRate'],
    [{ probabilisticSampling: { samplingRate: 1.5 } }, 'samplingRate'],
    [{ strategyType: 1, rateLimitingSampling: { maxTracesPerSecond: -1 } }, 'maxTracesPerSecond'],
    [{ operationSampling: [] }, 'operationSampling'],
    [{ operationSampling: { perOperationStrategies: {} } }, 'perOperationStrategies'],
    [{ operationSampling: { perOperationStrategies: [null] } }, 'perOperationStrategies'],
    [{ operationSampling: { perOperationStrategies: [{ probabilisticSampling: {} }] } }, 'no operation'],
    [{ operationSampling: { perOperationStrategies: [{ operation: 'a' }] } }, 'probabilisticSampling'],
    [{ operationSampling: { defaultSamplingProbability: 2 } }, 'defaultSamplingProbability'],
  ])('refuses %j', (answer, words) => {
    expect(() => samplingStrategy(answer)).toThrow(words);
  });
});
