import { fold } from '../../entity/search-text.ts';
import type { CommitteeRole } from './buying-committee.schema.ts';

/** Which part a job title speaks for; the first that fits holds. */
const TITLES: ReadonlyArray<readonly [role: CommitteeRole, title: RegExp]> = [
  ['legal', /\b(legal|counsel|lawyer|attorney|compliance|data protection)\b/],
  [
    'economic_buyer',
    /\b(cfo|ceo|coo|finance|financial|owner|founder|cofounder|president|managing director)\b/,
  ],
  ['technical', /\b(cto|cio|ciso|it|technical|technology|engineer|architect|developer|security|data)\b/],
  ['decision_maker', /\b(chief|vp|svp|evp|vice president|director|head of|procurement|purchasing|buyer)\b/],
  ['influencer', /\b(manager|lead|leader|principal|head|consultant)\b/],
];

/** A guess that a person has to confirm; whoever has a title and decides nothing uses what is bought. */
export function suggestedRole(jobTitle: string | undefined): CommitteeRole | undefined {
  if (!jobTitle) return undefined;
  const title = fold(jobTitle);
  return TITLES.find(([, pattern]) => pattern.test(title))?.[0] ?? 'user';
}
