import { missingAction } from './missing.ts';

export const enrich = missingAction('enrich', 'look up what is missing', 'a data provider');
