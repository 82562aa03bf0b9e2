import { z } from 'zod';
import { Contact } from '../../crm/contact/contact.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import type { JobType } from '../../work/define-job.ts';
import { GRADES, type Grade } from '../lead-score/lead-score.schema.ts';
import { stepLifecycles } from './lifecycle.ts';
import { countScores, type Scoring, scoreContacts, scoringOf } from './score-contacts.ts';

const PAGE = 500;

/** Counts every score of a workspace anew, after its rules have changed. */
export const RESCORE_LEADS: JobType<z.ZodObject<Record<string, never>>> = {
  name: 'rescore_leads',
  data: z.object({}),
};

/**
 * Counts the scores of these contacts and takes them through their lifecycle.
 *
 * @param isBulk - whether it is one change of many that has them counted. Default: they are several
 */
export async function rescore(
  crm: CrmCore,
  workspaceId: string,
  contactIds: readonly string[],
  isBulk = contactIds.length > 1,
): Promise<void> {
  if (contactIds.length === 0) return;
  const leads = await scoreContacts(crm, workspaceId, contactIds, { isBulk });
  await stepLifecycles(crm, workspaceId, leads, { isBulk });
}

/**
 * Counts every contact's score. When rules change midway the batch, and what comes after it, is counted by the new ones.
 *
 * @param onPage - told how many are done
 */
export async function rescoreAll(
  crm: CrmCore,
  workspaceId: string,
  { signal, onPage }: { signal?: AbortSignal; onPage?: (done: number) => void } = {},
): Promise<number> {
  let done = 0;
  for await (const ids of pagesOf(crm, workspaceId)) {
    signal?.throwIfAborted();
    for (;;) {
      const before = await scoringOf(crm, workspaceId);
      const leads = await scoreContacts(crm, workspaceId, ids, { scoring: before, isBulk: true });
      await stepLifecycles(crm, workspaceId, leads, { isBulk: true });
      const after = await scoringOf(crm, workspaceId);
      if (JSON.stringify(after) === JSON.stringify(before)) break;
    }
    done += ids.length;
    onPage?.(done);
  }
  return done;
}

/** How many contacts would go from one grade to another: by the present grade, then the new one. */
export type GradeMoves = Map<Grade | 'none', Map<Grade, number>>;

/** What other rules or another profile would do; nothing is written. */
export async function previewScoring(
  crm: CrmCore,
  workspaceId: string,
  scoring: Scoring,
): Promise<{ moves: GradeMoves; moved: number; counted: number }> {
  const moves: GradeMoves = new Map();
  let counted = 0;
  let moved = 0;
  for await (const ids of pagesOf(crm, workspaceId)) {
    for (const { contact, score } of await countScores(crm, workspaceId, ids, scoring)) {
      counted++;
      const from = GRADES.find((grade) => grade === contact.leadGrade) ?? 'none';
      if (from === score.grade) continue;
      moved++;
      const to = moves.get(from) ?? new Map<Grade, number>();
      to.set(score.grade, (to.get(score.grade) ?? 0) + 1);
      moves.set(from, to);
    }
  }
  return { moves, moved, counted };
}

async function* pagesOf(crm: CrmCore, workspaceId: string): AsyncGenerator<string[]> {
  let last = '';
  for (;;) {
    const page = await crm.store
      .model(Contact.name)
      .find({ workspaceId, isDeleted: false, _id: { $gt: last } })
      .sort({ _id: 1 })
      .limit(PAGE)
      .select('_id')
      .lean<Array<{ _id: string }>>();
    if (page.length > 0) yield page.map(({ _id }) => _id);
    last = page.at(-1)?._id ?? '';
    if (page.length < PAGE) return;
  }
}
