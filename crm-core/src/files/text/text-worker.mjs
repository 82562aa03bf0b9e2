// Node 20 reads no TypeScript in a worker by itself, whichever way the main thread was started; tsx is registered here.
import { register } from 'tsx/esm/api';

register();
await import('./text-thread.ts');
