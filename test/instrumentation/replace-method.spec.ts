import { replaceMethod } from '../../lib/instrumentation/replace-method.js';

class Client {
  asked: unknown[] = [];
  ask(text: string): string {
    this.asked.push(text);
    if (text === 'fail') throw new RangeError('refused');
    return `answer to ${text}`;
  }
}
type Ask = (this: Client, text: string) => unknown;

const FAULT = new TypeError('telemetry is broken');
let faults: unknown[];
let undo: (() => void) | undefined;
beforeEach(() => (faults = []));
afterEach(() => undo?.());

function replace(make: (original: Ask) => Ask): void {
  undo = replaceMethod<Ask>(Client.prototype, 'ask', make, (error) => faults.push(error));
}

describe('replaceMethod', () => {
  it('asks the original where the replacement fails before it does', () => {
    replace(() => () => {
      throw FAULT;
    });
    const client = new Client();
    expect(client.ask('a')).toBe('answer to a');
    expect([client.asked, faults]).toEqual([['a'], [FAULT]]);
  });

  it('returns what the original returned where the replacement fails afterwards', () => {
    replace(
      (original) =>
        function (text) {
          original.call(this, text);
          throw FAULT;
        },
    );
    const client = new Client();
    expect(client.ask('a')).toBe('answer to a');
    expect([client.asked, faults]).toEqual([['a'], [FAULT]]);
  });

  it('throws what the original throws, and does not ask it twice', () => {
    replace(
      (original) =>
        function (text) {
          return original.call(this, text);
        },
    );
    const client = new Client();
    expect(() => client.ask('fail')).toThrow(RangeError);
    expect([client.asked, faults]).toEqual([['fail'], []]);
  });

  it('keeps calls apart that are made within a call', () => {
    replace(
      (original) =>
        function (text) {
          if (text === 'inner') throw FAULT;
          const answer = original.call(this, text);
          return [answer, this.ask('inner')];
        },
    );
    const client = new Client();
    expect(client.ask('outer')).toEqual(['answer to outer', 'answer to inner']);
    expect([client.asked, faults]).toEqual([['outer', 'inner'], [FAULT]]);
  });

  it('says that there is no such method, and changes nothing', () => {
    const before = Object.getOwnPropertyDescriptors(Client.prototype);
    expect(replaceMethod(Client.prototype, 'tell', (original) => original, fail)).toBeUndefined();
    expect(Object.getOwnPropertyDescriptors(Client.prototype)).toEqual(before);
  });
});

function fail(error: unknown): void {
  throw error;
}
