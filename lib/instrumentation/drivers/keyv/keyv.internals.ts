import { defineInternals } from '../../internals/internals.js';

/** What is touched of `keyv`. Which calls for many keys, and for raw values, exist depends on the version. */
export const KEYV_INTERNALS = defineInternals({
  name: 'keyv',
  packageName: 'keyv',
  supported: '^5.0.0 || ^6.0.0',
  costs: 'its calls are not observed',
  option: 'cache.drivers.keyv',
  members: {
    'Keyv#get': { costs: 'calls of get are not observed' },
    'Keyv#getRaw': { costs: 'calls of getRaw are not observed', optional: true },
    'Keyv#getMany': { costs: 'calls of getMany are not observed', optional: true },
    'Keyv#getManyRaw': { costs: 'calls of getManyRaw are not observed', optional: true },
    'Keyv#set': { costs: 'calls of set are not observed' },
    'Keyv#setRaw': { costs: 'calls of setRaw are not observed', optional: true },
    'Keyv#setMany': { costs: 'calls of setMany are not observed', optional: true },
    'Keyv#delete': { costs: 'calls of delete are not observed' },
    'Keyv#deleteMany': { costs: 'calls of deleteMany are not observed', optional: true },
    'Keyv#has': { costs: 'calls of has are not observed' },
    'Keyv#hasMany': { costs: 'calls of hasMany are not observed', optional: true },
    'Keyv#clear': { costs: 'calls of clear are not observed' },
  },
});

export type KeyvMember = keyof typeof KEYV_INTERNALS.members;
