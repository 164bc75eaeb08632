import { Tracing } from 'nestjs-telemetry';
import { OursModule } from '../service/users.ours.js';
import { serve } from './serve.js';

await serve(OursModule, (app) => app.get(Tracing).flush());
