import type { CrmCore } from '../../crm-core.ts';
import { type Grade, LeadScore, type LeadScoreRecord } from '../lead-score/lead-score.schema.ts';
import { gradeOf, leastOf } from './score.ts';
import { countScores, scoreContacts, scoreIdOf, scoringOf } from './score-contacts.ts';

/** What somebody has given a lead by hand: a score, or a grade. */
export interface GivenScore {
  score?: number | undefined;
  grade?: Grade | undefined;
  byId: string;
  /** For people: "Set by Lena". */
  reason: string;
}

/**
 * Keeps a score or grade that a person gave as points on top of what is counted, so that it stays explained: of a grade
 * that the lead has by itself nothing is kept. A score goes before a grade.
 */
export async function adjustScore(
  crm: CrmCore,
  workspaceId: string,
  contactId: string,
  { score: given, grade, byId, reason }: GivenScore,
): Promise<void> {
  const scoring = await scoringOf(crm, workspaceId);
  await scoreContacts(crm, workspaceId, [contactId], { scoring });
  const [lead] = await countScores(crm, workspaceId, [contactId], scoring);
  if (!lead?.known) return;
  const plain = lead.score.score - pointsOf(lead.score.factors);
  const isOfGrade = grade !== undefined && gradeOf(plain, scoring.rules) === grade;
  const wanted = given ?? (grade === undefined || isOfGrade ? plain : nearest(plain, grade, scoring.rules));
  const points = Math.round(wanted) - plain;
  const adjustment: LeadScoreRecord['adjustment'] = points === 0 ? undefined : { points, reason, byId };
  await crm.store
    .model(LeadScore.name)
    .collection.updateOne(
      { _id: scoreIdOf(contactId) as never },
      adjustment
        ? { $set: { adjustment }, $inc: { version: 1 } }
        : { $unset: { adjustment: '' }, $inc: { version: 1 } },
    );
  await scoreContacts(crm, workspaceId, [contactId], { scoring });
}

const pointsOf = (factors: LeadScoreRecord['factors']): number =>
  factors.find(({ key }) => key === 'adjustment')?.points ?? 0;

/** The score of a grade that is nearest to what was counted. */
function nearest(score: number, grade: Grade, rules: Parameters<typeof leastOf>[1]): number {
  const least = leastOf(grade, rules);
  if (score < least) return least;
  const above = (['A', 'B', 'C', 'D'] as const)
    .filter((one) => leastOf(one, rules) > least)
    .map((one) => leastOf(one, rules));
  return Math.min(...above, 101) - 1;
}
