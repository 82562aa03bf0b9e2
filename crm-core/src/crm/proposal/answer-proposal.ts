import type { CrmCore } from '../../crm-core.ts';
import { dayOf } from '../../entity/days.ts';
import type { Scope } from '../../entity/scope.ts';
import { ConflictError, InvalidError, StaleVersionError } from '../../errors.ts';
import { Proposal, type ProposalRecord, type ProposalStatus } from './proposal.schema.ts';

export const ANSWERS = ['accepted', 'declined'] as const;
type Answer = (typeof ANSWERS)[number];

/** Why a proposal can no longer be answered. */
export type Closed = Exclude<ProposalStatus, 'draft' | 'sent' | 'viewed'>;

/** Undefined while it can be answered; the day counts, whether or not a job has looked at it. */
export function closedBecause(
  { status, validUntil }: Pick<ProposalRecord, 'status' | 'validUntil'>,
  today: string,
): Closed | undefined {
  if (status !== 'draft' && status !== 'sent' && status !== 'viewed') return status;
  return validUntil && validUntil < today ? 'expired' : undefined;
}

/** The day that it is where the workspace is. */
export async function todayOf(crm: CrmCore, workspaceId: string): Promise<string> {
  return dayOf(crm.now(), (await crm.facts(workspaceId)).timeZone);
}

type Signer = Omit<NonNullable<ProposalRecord['signer']>, 'at'>;

export interface AnswerGiven {
  answer: Answer;
  /** The revision that was looked at. */
  revision: number;
  signer: Signer;
  /** Why it was declined. */
  reason?: string | undefined;
}

const SAID: Readonly<Record<Closed, string>> = {
  accepted: 'was accepted already',
  declined: 'was declined already',
  expired: 'has expired',
  withdrawn: 'was withdrawn',
  replaced: 'was replaced by a newer revision',
};

/**
 * Keeps the customer's answer. The same answer again changes nothing.
 *
 * @returns the proposal as it is now, and whether this call has answered it
 * @throws ConflictError for another revision, and for one that can no longer be answered
 */
export async function answerProposal(
  crm: CrmCore,
  scope: Scope,
  given: Pick<ProposalRecord, 'id'>,
  { answer, revision, signer, reason }: AnswerGiven,
): Promise<{ proposal: ProposalRecord; isNew: boolean }> {
  const name = signer.name.trim();
  if (!name) throw new InvalidError('Please say who you are.', { name: 'is missing' });
  const proposals = crm.records(Proposal);
  const today = await todayOf(crm, scope.workspaceId);
  for (;;) {
    const proposal = await proposals.get(scope, given.id);
    if (proposal.revision !== revision)
      throw new ConflictError(`This is not revision ${revision} any more. Please look at it again.`);
    if (proposal.status === answer) return { proposal, isNew: false };
    const closed = closedBecause(proposal, today);
    if (closed) throw new ConflictError(`${Proposal.titleOf(proposal)} ${SAID[closed]}.`);
    try {
      const at = crm.now();
      const after = await proposals.update(
        scope,
        proposal.id,
        {
          status: answer,
          answeredAt: at,
          signer: { ...signer, name, at },
          ...(answer === 'declined' && reason && { declineReason: reason.slice(0, 1_000) }),
        },
        { version: proposal.version },
      );
      return { proposal: after, isNew: true };
    } catch (error) {
      // somebody else has answered, or looked at it, in this moment
      if (!(error instanceof StaleVersionError)) throw error;
    }
  }
}
