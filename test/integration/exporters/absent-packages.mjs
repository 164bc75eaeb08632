// An installation without the packages of any exporter: Node looks for them where there are none, and says so itself.
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, next) {
    const absent = /^@opentelemetry\/(otlp-)?exporter-|^@grpc\//.test(specifier);
    return next(specifier, absent ? { ...context, parentURL: 'file:///absent/' } : context);
  },
});
