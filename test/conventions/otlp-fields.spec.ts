import { LOG_EVENTS } from '../../lib/conventions/index.js';
import { otlpFields } from '../../lib/conventions/logs/otlp-fields.js';
import { attributeFindings } from './registry/attribute-findings.js';

const ended = { failed: true, facts: {}, durationMs: 1, error: new RangeError('far') };

describe('fields of events over OTLP', () => {
  it.each(LOG_EVENTS.map((event) => [event.kind, event] as const))(
    'have registered names: %s',
    (kind, { describe }) => {
      const { fields } = describe({ kind, name: 'call', labels: {}, attributes: {} }, ended);
      const { eventName, attributes } = otlpFields({ ...fields, error_type: 'RangeError' });
      expect(eventName).toBe(`nestjs.${fields.event}`);
      const names = Object.keys(attributes);
      // A name without a dot was forgotten.
      expect(names.filter((name) => !name.includes('.'))).toEqual([]);
      // Without values, only names can be wrong.
      expect(attributeFindings(Object.fromEntries(names.map((name) => [name, undefined])))).toEqual(
        names
          .filter((name) => !name.startsWith('nestjs.'))
          .map((name) => expect.stringContaining(`${name} is undefined`) as string),
      );
    },
  );

  it.each([['constructor'], ['__proto__'], [undefined], [7], ['order_placed']])(
    'of the application keep their names, with the event %p',
    (event) => {
      const fields = { event, url: '/', toString: 1 };
      expect(otlpFields(fields)).toEqual({
        eventName: undefined,
        attributes: event === undefined ? { url: '/', toString: 1 } : fields,
      });
    },
  );
});
