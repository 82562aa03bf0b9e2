import { Approval, type ApprovalRecord } from '@clianta/crm-core/conversations/approval/approval.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { type Scope, systemScope } from '@clianta/crm-core/entity/scope';
import { ConflictError } from '@clianta/crm-core/errors';
import { listed } from './tools/format.ts';

/** People that are named in a sentence. */
const NAMED = 3;
/** Others that may decide in the same moment. */
const TRIES = 4;
const COUNTS = ['', '', 'two', 'three'];

/** "Maria Lopez", "Maria Lopez or Tom Berg", "Maria Lopez and Tom Berg", "two of Ida, Maria and Tom". */
export function awaitedOf(names: readonly string[], needed: number): string {
  const shown =
    names.length > NAMED ? [...names.slice(0, NAMED), `${names.length - NAMED} more`] : [...names];
  if (needed >= names.length) return listed(shown);
  return needed === 1
    ? listed(shown).replace(/ and (?=[^,]*$)/, ' or ')
    : `${COUNTS[needed]} of ${listed(shown)}`;
}

export const hasApproved = ({ decisions = [] }: Pick<ApprovalRecord, 'decisions'>, userId: string): boolean =>
  decisions.some((one) => one.userId === userId);

/**
 * Counts one approval of several. Two people who decide in the same moment are both counted.
 *
 * @param key - of this very press
 * @returns the proposal, which still waits; undefined when this is the last one that was needed
 * @throws ConflictError when it was decided otherwise meanwhile
 */
export async function countApproval(
  crm: CrmCore,
  { workspaceId, actor }: Scope,
  first: ApprovalRecord,
  key: string,
  at: Date,
): Promise<ApprovalRecord | undefined> {
  const scope = systemScope(workspaceId);
  const approvals = crm.records(Approval);
  const { team } = await crm.facts(workspaceId);
  let approval = first;
  for (let attempt = 1; ; attempt++) {
    const { decisions = [], deciders, needed } = approval;
    const missing = needed - decisions.length - 1;
    if (missing <= 0) return undefined;
    const left = deciders.filter((id) => id !== actor.id && !hasApproved(approval, id));
    const names = left.flatMap((id) => team.find((one) => one.id === id)?.name ?? []);
    try {
      return await approvals.update(
        scope,
        approval.id,
        {
          decisions: [...decisions, { userId: actor.id, name: actor.name, key, at }],
          awaits: awaitedOf(names, missing),
        },
        { version: approval.version },
      );
    } catch (error) {
      if (!(error instanceof ConflictError) || attempt >= TRIES) throw error;
      approval = await approvals.get(scope, approval.id);
      if (approval.status !== 'pending') throw error;
    }
  }
}
