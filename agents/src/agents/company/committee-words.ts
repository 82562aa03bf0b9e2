import type { CommitteeRole } from '@clianta/crm-core/intelligence/buying-committee/buying-committee.schema';
import { capitalize } from '../../tools/format.ts';

/** "Economic buyer". */
export const roleInWords = (role: CommitteeRole): string => capitalize(role.replace('_', ' '));

const STANCES: ReadonlyMap<number, string> = new Map([
  [-2, 'Against us'],
  [-1, 'Rather against us'],
  [0, 'Neutral'],
  [1, 'Rather for us'],
  [2, 'For us'],
]);

export const stanceInWords = (stance: number | undefined): string =>
  stance === undefined ? '' : (STANCES.get(stance) ?? '');
