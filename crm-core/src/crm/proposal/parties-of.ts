import type { CrmCore } from '../../crm-core.ts';
import { systemScope } from '../../entity/scope.ts';
import { Workspace } from '../../workspace/workspace/workspace.schema.ts';
import { Company } from '../company/company.schema.ts';
import { Contact } from '../contact/contact.schema.ts';
import type { Parties } from './parties.schema.ts';
import { Proposal, type ProposalRecord } from './proposal.schema.ts';
import { DEFAULT_OFFER_RULES, type OfferRules, ProposalSettings } from './proposal-settings.schema.ts';

/** Who offers, and by which rules. */
export async function offerRules(crm: CrmCore, workspaceId: string): Promise<OfferRules> {
  const own = await crm.records(ProposalSettings).findOne(systemScope(workspaceId), {});
  return { ...DEFAULT_OFFER_RULES, ...own };
}

/** Who offers and to whom: as it was when it was frozen, else as it is now. */
export async function partiesOf(
  crm: CrmCore,
  proposal: Pick<ProposalRecord, 'id' | 'workspaceId' | 'companyId' | 'contactId' | 'ownerId'>,
): Promise<Parties> {
  const { id, workspaceId } = proposal;
  const stored = await crm.store
    .model(Proposal)
    .findOne({ _id: id, workspaceId })
    .select('parties')
    .lean<{ parties?: Parties }>();
  return stored?.parties ?? currentParties(crm, proposal);
}

async function currentParties(
  crm: CrmCore,
  {
    workspaceId,
    companyId,
    contactId,
    ownerId,
  }: Pick<ProposalRecord, 'workspaceId' | 'companyId' | 'contactId' | 'ownerId'>,
): Promise<Parties> {
  const scope = systemScope(workspaceId);
  const [rules, facts, workspace, company, contact] = await Promise.all([
    offerRules(crm, workspaceId),
    crm.facts(workspaceId),
    crm.records(Workspace).get(scope, workspaceId),
    one(crm.records(Company).getMany(scope, idsOf(companyId)), companyId),
    one(crm.records(Contact).getMany(scope, idsOf(contactId)), contactId),
  ]);
  const by = facts.team.find(({ id }) => id === ownerId)?.name;
  const place = [company?.city ?? contact?.city, company?.country ?? contact?.country]
    .filter(Boolean)
    .join(', ');
  return {
    seller: {
      name: rules.sellerName ?? workspace.name,
      lines: linesOf(rules.address, rules.phone, rules.email, rules.website),
    },
    customer: {
      name: company?.name ?? contact?.name ?? '',
      lines: linesOf(company && contact?.name, contact?.jobTitle, place, contact?.email),
    },
    taxName: rules.taxName,
    foot: linesOf(
      rules.taxNumber && `Tax number ${rules.taxNumber}`,
      rules.bankDetails?.replace(/\n+/g, ' · '),
    ),
    ...(by && { by }),
    locale: facts.locale,
  };
}

const idsOf = (id: string | undefined) => (id ? [id] : []);
const one = async <T>(found: Promise<Map<string, T>>, id: string | undefined) => (await found).get(id ?? '');
const linesOf = (...texts: Array<string | undefined>): string[] =>
  texts.flatMap((text) => text?.split('\n').map((line) => line.trim()) ?? []).filter(Boolean);
