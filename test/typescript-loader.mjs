// Lets a test start another process from TypeScript: node --import ./test/typescript-loader.mjs some/process.ts
import { register, registerHooks } from 'node:module';
import * as hooks from './typescript-hooks.mjs';

// With hooks of the same thread, Node 22 breaks imports of some CommonJS modules, among them Fastify.
if (process.versions.node.startsWith('22.')) register('./typescript-hooks.mjs', import.meta.url);
else registerHooks(hooks);
