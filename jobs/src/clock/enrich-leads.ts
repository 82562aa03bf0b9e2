import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { apolloAccount, enrichContacts } from '@clianta/crm-core/integrations/apollo/enrich-contacts';
import { lookupsOf } from '@clianta/crm-core/integrations/apollo/enrichable';
import { contactsOf } from '@clianta/crm-core/marketing/sequence/enroll-people';
import type { ClockJob } from './clock-job.ts';

const MOST = 50;
const MOST_READ = 20_000;

/** Looks up the best leads that nobody has looked up yet, where the workspace has switched that on. */
export const enrichLeads: ClockJob = {
  name: 'enrichment',
  async run({ crm }, { workspaceId }) {
    if (!(await apolloAccount(crm, workspaceId, 'nightly'))) return 'not switched on';
    const known = new Set(
      (await lookupsOf(crm).find({ workspaceId }).project<{ _id: string }>({ _id: 1 }).toArray()).map(
        ({ _id }) => _id,
      ),
    );
    const leads = await crm.store
      .model(Contact)
      .find({ workspaceId, isDeleted: false, leadGrade: { $in: ['A', 'B', 'C'] } })
      .sort({ leadGrade: 1, createdAt: 1 })
      .select({ _id: 1 })
      .limit(MOST_READ)
      .lean<Array<{ _id: string }>>();
    const fresh = leads.flatMap(({ _id }) => (known.has(_id) ? [] : [_id])).slice(0, MOST);
    const contacts = await contactsOf(crm, workspaceId, fresh);
    const { filled, notFound, stopped } = await enrichContacts(crm, systemScope(workspaceId), contacts);
    return `${filled.length} filled in, ${notFound.length} not found${stopped ? `; ${stopped}` : ''}`;
  },
};
