import { Controller, Get, Query } from '@nestjs/common';
import { trace } from '@opentelemetry/api';
import { Logger, type TelemetryOptions } from 'nestjs-telemetry';
import { ADAPTERS, type Adapter, startObserved } from '../observed-application.js';

const SECRET = 'hunter2';

class LoginError extends Error {
  readonly attempt = { apiKey: SECRET, number: 3 };
}

@Controller('login')
class LoginController {
  constructor(private readonly logger: Logger) {}

  @Get()
  login(@Query('token') token: string): string {
    const url = `https://x.test/?token=${token}&page=2`;
    this.logger.assign({ session_cookie: token });
    const form = { user: { login: { name: 'ada', Pass_Word: token, 'X-Api-Key': token } } };
    this.logger.info(`Asked ${url}`, { form, url, headers: new Map([['Authorization', token]]) });
    const inside = form.user.login.Pass_Word;
    this.logger.infof('%j and %s', form, 'text');
    const span = trace.getActiveSpan();
    span?.setAttributes({ 'http.request.header.authorization': [token], 'form.card-number': token, 'url.full': url });
    span?.addEvent('tried', { 'db.password': token, tries: 1 });
    span?.setAttribute('user.email', 'ada@x.test');
    throw new LoginError(`refused ${url} ${inside === token ? '' : 'changed'}`);
  }
}

async function tellEverything(adapter: Adapter, redact?: false | { keys?: string[]; paths?: string[] }) {
  const logging = redact === undefined ? {} : { redact };
  const options: TelemetryOptions = { logging };
  const shop = await startObserved(adapter, { controllers: [LoginController] }, options);
  await (await fetch(`${shop.url}/login?token=${SECRET}`)).text();
  const spans = await shop.serverSpans(1);
  const lines = shop.lines();
  await shop.close();
  return { lines, span: spans[0] };
}

const spanText = (span: object | undefined) => {
  const { attributes, events, status } = span as { attributes: unknown; events: unknown; status: unknown };
  return JSON.stringify([attributes, events, status]);
};

describe.each(ADAPTERS)('redaction on %s', (adapter) => {
  it('hides secrets in nested fields, errors, URLs and texts, in lines and spans alike', async () => {
    const { lines, span } = await tellEverything(adapter);
    expect(JSON.stringify(lines)).not.toContain(SECRET);
    expect(spanText(span)).not.toContain(SECRET);
    const line = lines.find((each) => each.message.startsWith('Asked'));
    expect(line).toMatchObject({
      message: 'Asked https://x.test/?token=[REDACTED]&page=2',
      fields: {
        session_cookie: '[REDACTED]',
        form: { user: { login: { name: 'ada', Pass_Word: '[REDACTED]', 'X-Api-Key': '[REDACTED]' } } },
        headers: { Authorization: '[REDACTED]' },
      },
    });
    const failed = lines.find((each) => each.error !== undefined);
    expect(failed?.error).toMatchObject({ type: 'LoginError' });
    expect(failed?.error).not.toHaveProperty('attempt');
    expect(failed?.error?.message).not.toContain('changed');
    expect(span?.attributes).toMatchObject({
      'http.request.header.authorization': '[REDACTED]',
      'form.card-number': '[REDACTED]',
      'url.full': 'https://x.test/?token=[REDACTED]&page=2',
      'user.email': 'ada@x.test',
    });
    expect(span?.events[0]?.attributes).toEqual({ 'db.password': '[REDACTED]', tries: 1 });
  });

  it('hides further names and places', async () => {
    const { lines, span } = await tellEverything(adapter, {
      keys: ['NAME'],
      paths: ['user.email', 'form.user.*.name'],
    });
    expect(JSON.stringify(lines)).not.toMatch(/\bada\b/);
    expect(span?.attributes['user.email']).toBe('[REDACTED]');
  });

  it('is off on request', async () => {
    const { lines, span } = await tellEverything(adapter, false);
    expect(lines.find((each) => each.message.startsWith('Asked'))).toMatchObject({
      message: `Asked https://x.test/?token=${SECRET}&page=2`,
      fields: { form: { user: { login: { Pass_Word: SECRET } } } },
    });
    expect(span?.attributes['form.card-number']).toBe(SECRET);
  });
});
