import type { CrmCore } from '../crm-core.ts';
import { IntegrationCredential } from '../integrations/layer/integration-credential.schema.ts';
import { integrations } from '../integrations/registry.ts';
import { UserAction } from '../tracking/user-action/user-action.schema.ts';
import { isPlain } from './erase-values.ts';
import type { ErasureStep, PersonKeys, TraceOutside } from './erasure/erasure.schema.ts';
import { ErasureCounts } from './erasure-counts.ts';
import { PersonMatcher } from './person-matcher.ts';
import { reachOf } from './reach.ts';
import { sweepDocuments } from './sweep-documents.ts';
import { FILE_KEPT, sweepFiles } from './sweep-files.ts';
import { isPost, MAIL_STAYS, MAILBOX, POSTS_STAY, postsIn, TracesOutside } from './traces-outside.ts';

/** Texts with the bare name that are shown. */
const MOST_NAMED = 5;
const EXCERPT = 50;

/** Where a person is, before anything is changed. */
export interface PersonSurvey {
  steps: ErasureStep[];
  /** Of texts in which only their name stands: how many, and the first ones. */
  named: { count: number; examples: Array<{ target: string; text: string }> };
}

/** Counts by place what an erasure would come to. It changes nothing. */
export async function surveyPerson(
  crm: CrmCore,
  workspaceId: string,
  keys: PersonKeys,
  signal?: AbortSignal,
): Promise<PersonSurvey> {
  const counts = new ErasureCounts();
  const named: PersonSurvey['named'] = { count: 0, examples: [] };
  const reach = await reachOf(crm, workspaceId, keys);
  for (const round of reach.rounds)
    for (const [entity, ids] of round) counts.found(entity.label.many, ids.length);
  const person = new PersonMatcher(keys);
  const outside = new TracesOutside(crm, workspaceId);
  await outside.ofTheirs(reach.ids);
  for await (const found of sweepDocuments(crm, { workspaceId, person, signal })) {
    const { target, how, kept, document, entity } = found;
    if (entity && reach.has(entity, String(document._id))) continue;
    if (!kept) await outside.ofNamed(found);
    if (kept) counts.kept(target, kept);
    else counts.found(target);
    // the log only repeats what records say
    if (how !== 'name' || kept || entity?.name === UserAction.name) continue;
    named.count++;
    const text = excerptOf(document, person);
    if (text && named.examples.length < MOST_NAMED) named.examples.push({ target, text });
  }
  for await (const { id, found } of sweepFiles(crm, workspaceId, person, { isDry: true, signal })) {
    if (reach.ids.has(id)) continue;
    if (found === 'kept') counts.kept('files', FILE_KEPT);
    else if (found === 'erased') counts.found('files');
  }
  await countOutside(crm, workspaceId, outside.all, counts);
  return { steps: counts.steps, named };
}

/** What stands in other systems, and on platforms where people talk. */
async function countOutside(
  crm: CrmCore,
  workspaceId: string,
  traces: readonly TraceOutside[],
  counts: ErasureCounts,
): Promise<void> {
  const vendorOf = new Map<string, string>();
  for (const { credentialId } of traces) {
    if (!credentialId || vendorOf.has(credentialId)) continue;
    const account = await crm.store
      .model(IntegrationCredential)
      .findOne({ _id: credentialId, workspaceId })
      .select({ vendor: 1 })
      .lean<{ vendor?: string }>();
    const title = integrations.find(({ name }) => name === account?.vendor)?.title;
    vendorOf.set(credentialId, title ?? account?.vendor ?? 'an account that is gone');
  }
  for (const { credentialId } of traces) if (credentialId) counts.found(`in ${vendorOf.get(credentialId)}`);
  const mailboxes = traces.filter(({ object }) => object === MAILBOX).length;
  if (mailboxes > 0) counts.kept('mailboxes', MAIL_STAYS, mailboxes);
  for (const trace of traces.filter(isPost))
    if (trace.isOurs) counts.found(postsIn(trace));
    else counts.kept(postsIn(trace), POSTS_STAY);
}

/** What stands around the name, of the first text that has it. */
function excerptOf(value: unknown, person: PersonMatcher): string | undefined {
  if (typeof value === 'string') {
    const at = person.place(value);
    if (at === undefined) return undefined;
    const part = value.slice(Math.max(0, at - EXCERPT), at + EXCERPT * 2);
    return `${at > EXCERPT ? '…' : ''}${part.trim()}${value.length > at + EXCERPT * 2 ? '…' : ''}`;
  }
  const parts = Array.isArray(value)
    ? value
    : isPlain(value)
      ? Object.entries(value).flatMap(([name, part]) => (name === 'search' ? [] : [part]))
      : [];
  for (const part of parts) {
    const found = excerptOf(part, person);
    if (found) return found;
  }
  return undefined;
}
