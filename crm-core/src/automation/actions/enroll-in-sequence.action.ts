import { missingAction } from './missing.ts';

export const enrollInSequence = missingAction('enroll_in_sequence', 'put it into a sequence', 'sequences');
