import { counted, formatDay } from '@clianta/agents/tools/format';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { createOnce } from '@clianta/crm-core/entity/create-once';
import { idFrom } from '@clianta/crm-core/entity/ids';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { LeadRecycling } from '@clianta/crm-core/intelligence/lead-recycling/lead-recycling.schema';
import { type Recyclable, recyclableLeads } from '@clianta/crm-core/intelligence/scoring/recycling';
import type { JobContext } from '../job.ts';
import { tell } from '../tell.ts';
import type { ClockJob, Tick } from './clock-job.ts';
import { membersOf } from './members-of.ts';

/** One proposal of a contact in so many days. */
const PAUSE_MS = 90 * 86_400_000;
const MOST_NAMED = 10;

/** Proposes to owners, else to the admins, the leads that were given up and have shown up again. Nothing is changed. */
export const proposeRecycling: ClockJob = {
  name: 'recycling',
  async run(context, tick) {
    const fresh = await notProposed(context, tick, await recyclableLeads(context.crm, scopeOf(tick), {}));
    const members = await membersOf(context.crm, tick.workspaceId);
    for (const { userId, isAdmin } of members) {
      const own = fresh.filter(
        ({ contact: { ownerId } }) =>
          ownerId === userId || (isAdmin && !members.some((one) => one.userId === ownerId)),
      );
      if (own.length > 0) await propose(context, tick, userId, own);
    }
    for (const { contact, cycle, activeAt } of fresh)
      await createOnce(context.crm, LeadRecycling, scopeOf(tick), idOf(tick, contact.id), {
        contactId: contact.id,
        cycle,
        reason: `Active on ${activeAt.toISOString().slice(0, 10)}`,
        status: 'proposed',
        at: context.crm.now(),
      });
    return `${fresh.length} proposed`;
  },
};

const scopeOf = ({ workspaceId }: Tick) => systemScope(workspaceId);
const idOf = ({ workspaceId, slot }: Tick, contactId: string) =>
  idFrom(`recycling:${workspaceId}:${contactId}:${slot}`);

/** Those that were neither proposed nor taken up lately, but by this very tick before it was broken off. */
async function notProposed(
  { crm }: JobContext,
  tick: Tick,
  leads: readonly Recyclable[],
): Promise<Recyclable[]> {
  if (leads.length === 0) return [];
  const recent = await crm.store
    .model(LeadRecycling.name)
    .find({
      workspaceId: tick.workspaceId,
      isDeleted: false,
      contactId: { $in: leads.map(({ contact }) => contact.id) },
      at: { $gt: new Date(crm.now().getTime() - PAUSE_MS) },
    })
    .select('contactId')
    .lean<Array<{ _id: string; contactId: string }>>();
  const others = new Set(
    recent.filter(({ _id, contactId }) => _id !== idOf(tick, contactId)).map(({ contactId }) => contactId),
  );
  return leads.filter(({ contact }) => !others.has(contact.id));
}

async function propose(
  context: JobContext,
  { workspaceId, slot }: Tick,
  userId: string,
  leads: readonly Recyclable[],
): Promise<void> {
  const local = await context.crm.localOf(workspaceId, userId);
  const lines = leads
    .slice(0, MOST_NAMED)
    .map(
      ({ contact, activeAt }) =>
        `- ${contact.name}: ${contact.status}, active on ${formatDay(activeAt, local)}`,
    );
  const [first] = leads;
  await tell(context, {
    workspaceId,
    userId,
    kind: 'report',
    key: `recycling:${slot}`,
    title: `${counted(leads.length, { one: 'lead', many: 'leads' })} to take up again`,
    body: [...lines, 'Say “recycle the lost leads”: you are shown them before anything is changed.'].join(
      '\n',
    ),
    because: 'They were given up more than 90 days ago, and were active in the last 30.',
    entity: Contact.name,
    ...(leads.length === 1 && first && { recordId: first.contact.id }),
    at: context.crm.now(),
  });
}
