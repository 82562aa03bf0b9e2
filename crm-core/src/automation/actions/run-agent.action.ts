import { missingAction } from './missing.ts';

export const runAgent = missingAction('run_agent', 'have an agent look at it', 'agents of your own');
