import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { CrmCore } from '../crm-core.ts';
import { idFrom } from '../entity/ids.ts';
import { systemScope } from '../entity/scope.ts';
import { UpstreamError } from '../errors.ts';
import type { JobType } from '../work/define-job.ts';
import { certificateOf } from './certificate.ts';
import { eraseIn } from './erase-values.ts';
import { hashesOf } from './erased-keys.ts';
import { ErasedPerson } from './erased-person/erased-person.schema.ts';
import { Erasure, type ErasureRecord, type PersonKeys } from './erasure/erasure.schema.ts';
import { ErasureCounts } from './erasure-counts.ts';
import { PersonMatcher } from './person-matcher.ts';
import { countPosts, orderRemovals } from './posts-outside.ts';
import { isClean, isOfOther, type Proof, proveErasure } from './prove-erasure.ts';
import { reachOf } from './reach.ts';
import { finishRenames } from './redact-entry.ts';
import { removeReached } from './remove-reached.ts';
import { eraseDocument, sweepDocuments } from './sweep-documents.ts';
import { FILE_KEPT, sweepFiles } from './sweep-files.ts';
import { MAIL_STAYS, MAILBOX, TracesOutside } from './traces-outside.ts';
import { vendors } from './vendors.ts';

/** An erasure on its way; by what the person is found stands in its record, never in the queue. */
export const erasePerson = {
  name: 'erase_person',
  data: z.object({ erasureId: z.string() }),
} as const satisfies JobType;

/** While it runs, others write: it is gone through again until a pass finds nothing. */
const ROUNDS = 4;
const SAVE_EVERY = 100;

/**
 * Erases a person, from wherever an earlier run has come to: nothing is done by halves that could not be begun again, and
 * what is done is not found any more. It ends with a proof.
 *
 * @throws UpstreamError when a service outside did not answer, or others go on writing: to be tried again
 */
export async function carryOutErasure(
  crm: CrmCore,
  workspaceId: string,
  erasureId: string,
  signal?: AbortSignal,
): Promise<void> {
  const model = crm.store.model(Erasure.name);
  const stored = await model.findOne({ _id: erasureId, workspaceId }).lean<ErasureRecord>();
  if (!stored?.keys || stored.state === 'done') return;
  const { keys } = stored;
  const counts = new ErasureCounts(stored.steps);
  await remember(crm, workspaceId, erasureId, keys);
  for (let round = 1; ; round++) {
    counts.beginRound();
    await eraseOnce(crm, workspaceId, { erasureId, keys, counts, signal });
    const proof = await proveErasure(crm, workspaceId, keys, { erasureId, signal });
    if (isClean(proof)) {
      // where channels are connected it is gone on with once that is done
      if (await orderRemovals(crm, workspaceId, erasureId, keys)) return;
      countPosts(keys, counts);
      return finish(crm, workspaceId, erasureId, counts, proof);
    }
    if (round === ROUNDS)
      throw new UpstreamError('The person is still being written about: it is gone through again later.');
  }
}

interface Work {
  erasureId: string;
  keys: PersonKeys;
  counts: ErasureCounts;
  signal: AbortSignal | undefined;
}

async function eraseOnce(
  crm: CrmCore,
  workspaceId: string,
  { erasureId, keys, counts, signal }: Work,
): Promise<void> {
  await finishRenames(crm, workspaceId);
  const reach = await reachOf(crm, workspaceId, keys);
  const person = new PersonMatcher(keys, reach.ids);
  const outside = new TracesOutside(crm, workspaceId, erasureId, keys.outside);
  await outside.ofTheirs(reach.ids);
  await removeReached(crm, workspaceId, reach, {
    signal,
    async removed({ label }, count) {
      if (count > 0) counts.erased(label.many, count);
      await counts.save(crm, erasureId);
    },
  });
  let swept = 0;
  for await (const found of sweepDocuments(crm, { workspaceId, person, erasureId, signal })) {
    if (!found.kept) await outside.ofNamed(found);
    if (found.kept) counts.kept(found.target, found.kept);
    else if (await eraseDocument(crm, found, person)) counts.erased(found.target);
    if (++swept % SAVE_EVERY === 0) await counts.save(crm, erasureId);
  }
  for await (const { found } of sweepFiles(crm, workspaceId, person, { isDry: false, signal }))
    if (found === 'erased') counts.erased('files');
    else if (found === 'kept') counts.kept('files', FILE_KEPT);
  await crm.queues?.rewrite((payload) => {
    if (isOfOther(payload, workspaceId)) return payload;
    const next = eraseIn(payload, person) as Record<string, unknown>;
    if (next !== payload) counts.erased('queued events');
    return next;
  });
  keys.outside = outside.all;
  for (const vendor of vendors)
    for (const { target, found, erased, left } of await vendor.erase(crm, workspaceId, keys)) {
      if (erased > 0) counts.erased(target, erased);
      if (found > erased) counts.kept(target, left ?? 'It has to be erased there by hand.', found - erased);
      else if (left && found > 0) counts.noted(target, left);
    }
  const mailboxes = keys.outside.filter(({ object }) => object === MAILBOX).length;
  if (mailboxes > 0) counts.kept('mailboxes', MAIL_STAYS, mailboxes);
  await counts.save(crm, erasureId);
}

/** From the first moment on nothing brings them back by itself. */
async function remember(
  crm: CrmCore,
  workspaceId: string,
  erasureId: string,
  keys: PersonKeys,
): Promise<void> {
  const { collection } = crm.store.model(ErasedPerson.name);
  const now = crm.now();
  for (const { kind, hash } of await hashesOf(crm, workspaceId, keys))
    await collection.updateOne(
      { _id: idFrom(`erased:${workspaceId}:${hash}`) as never },
      {
        $set: { erasureId, at: now },
        $unset: { returnedAt: '' },
        $setOnInsert: {
          ...{ workspaceId, kind, hash, version: 1, isDeleted: false },
          ...{ createdAt: now, updatedAt: now, createdBy: 'system' },
        },
      },
      { upsert: true },
    );
}

async function finish(
  crm: CrmCore,
  workspaceId: string,
  erasureId: string,
  counts: ErasureCounts,
  { left, isNamedInQuestion: _, ...looked }: Proof,
): Promise<void> {
  const erasures = crm.records(Erasure);
  const scope = systemScope(workspaceId);
  const at = crm.now();
  const record = await erasures.get(scope, erasureId);
  const proof = { ...looked, at, left: left.reduce((sum, { count }) => sum + count, 0) };
  const done = { ...record, state: 'done' as const, finishedAt: at, steps: counts.steps, proof };
  const proofHash = createHash('sha256')
    .update(JSON.stringify(certificateOf(done)))
    .digest('hex');
  await erasures.update(scope, erasureId, {
    ...{ state: 'done', finishedAt: at, steps: counts.steps, proof, proofHash },
    ...{ keys: null, trouble: null },
  });
}
