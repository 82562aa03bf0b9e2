import type { CrmCore } from '../crm-core.ts';
import { findIn } from './erase-values.ts';
import type { PersonKeys } from './erasure/erasure.schema.ts';
import { PersonMatcher } from './person-matcher.ts';
import { sweepDocuments } from './sweep-documents.ts';
import { FILE_KEPT, sweepFiles } from './sweep-files.ts';

/** What one pass over everything has found of a person. */
export interface Proof {
  documents: number;
  files: number;
  queued: number;
  /** By place: how often they are still named there, and why where that is meant. */
  left: Array<{ target: string; count: number; why?: string }>;
  /** Whether whoever asks names them in the question. */
  isNamedInQuestion: boolean;
}

/** Where nothing is left but what is kept for a reason. */
export const isClean = ({ left }: Proof): boolean => left.every(({ why }) => why !== undefined);

export interface ProofOptions {
  erasureId?: string | undefined;
  /** In which it is asked for: a question that names them is no trace of before. */
  turnId?: string | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Looks for a person everywhere: in the raw documents of every collection, in the contents of files and in what the queues
 * hold, whatever wrote it. It changes nothing.
 */
export async function proveErasure(
  crm: CrmCore,
  workspaceId: string,
  keys: PersonKeys,
  { erasureId, turnId, signal }: ProofOptions = {},
): Promise<Proof> {
  const person = new PersonMatcher(keys);
  const proof: Proof = { documents: 0, files: 0, queued: 0, left: [], isNamedInQuestion: false };
  const note = (target: string, why?: string) => {
    const known = proof.left.find((one) => one.target === target && one.why === why);
    if (known) known.count++;
    else proof.left.push({ target, count: 1, ...(why && { why }) });
  };
  const documents = sweepDocuments(crm, {
    workspaceId,
    person,
    erasureId,
    signal,
    onLooked: () => proof.documents++,
  });
  for await (const { target, kept, document } of documents)
    if (turnId !== undefined && [document._id, document.turnId, document.thread_id].includes(turnId))
      proof.isNamedInQuestion = true;
    else note(target, kept);
  for await (const { found } of sweepFiles(crm, workspaceId, person, { isDry: true, signal })) {
    proof.files++;
    if (found !== 'none') note('files', found === 'kept' ? FILE_KEPT : undefined);
  }
  await crm.queues?.rewrite((payload) => {
    if (isOfOther(payload, workspaceId)) return payload;
    proof.queued++;
    if (findIn(payload, person)) note('queued events');
    return payload;
  });
  return proof;
}

/** What a queue holds of another workspace. */
export function isOfOther(payload: Record<string, unknown>, workspaceId: string): boolean {
  const data = (payload.data ?? payload) as Record<string, unknown>;
  const event = (data.event ?? data) as Record<string, unknown>;
  return event.workspaceId !== undefined && event.workspaceId !== workspaceId;
}
