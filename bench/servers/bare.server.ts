import { BareModule } from '../service/users.bare.js';
import { serve } from './serve.js';

await serve(BareModule, async () => {});
