import { hasRole } from '@clianta/crm-core/entity/scope';
import { ForbiddenError } from '@clianta/crm-core/errors';
import {
  type CustomerProfile,
  IdealCustomer,
} from '@clianta/crm-core/intelligence/ideal-customer/ideal-customer.schema';
import { RESCORE_LEADS } from '@clianta/crm-core/intelligence/scoring/rescore';
import { scoringOf } from '@clianta/crm-core/intelligence/scoring/score-contacts';
import { profileOfWon } from '@clianta/crm-core/intelligence/scoring/won-profile';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type Proposal, type ToolContext, type ToolResult } from '../../tool.ts';
import { listed } from '../../tools/format.ts';
import { gradesProposal } from './grade-moves.ts';

const values = (what: string) => z.array(z.string().trim().min(1).max(120)).max(50).optional().describe(what);
const size = (what: string) => slot({ kind: 'number' }, z.number().int().min(0)).optional().describe(what);

export const setIdealCustomer = defineTool({
  name: 'set_ideal_customer',
  does: 'Looking at the ideal customer profile',
  operation: 'other',
  entity: 'idealCustomer',
  description:
    'Says whom the workspace sells to, which fit is measured by: as told, or from won companies. Shows how many grades move; admins only. Without anything it shows the profile.',
  input: z.strictObject({
    industries: values('Industries as companies have them'),
    employeesFrom: size('The fewest employees'),
    employeesTo: size('The most employees'),
    countries: values('Countries as companies have them'),
    titles: values('Job titles that decide'),
    fromWon: z.boolean().optional().describe('Read it from the companies of won deals'),
  }),
  effect: 'ask',
  async propose(args, context): Promise<Proposal | undefined> {
    if (!isChange(args)) return undefined;
    requireAdmin(context);
    const { rules, profile: before } = await scoringOf(context.crm, context.scope.workspaceId);
    const { profile, of } = await wantedProfile(context, args, before);
    const title = of ? `Set the ideal customer by ${of} won companies` : 'Set the ideal customer profile';
    return gradesProposal(context, title, { rules, profile }, changesOf(before, profile));
  },
  async run(args, context): Promise<ToolResult> {
    const { crm, scope } = context;
    const { profile: before } = await scoringOf(crm, scope.workspaceId);
    if (!isChange(args))
      return {
        text: inWords(before),
        suggestions: ['Set the ideal customer from won companies'],
        isAnswer: true,
      };
    requireAdmin(context);
    const { profile } = await wantedProfile(context, args, before);
    const { industries, countries, titles, employeesFrom, employeesTo } = profile;
    const service = crm.records(IdealCustomer);
    const own = await service.findOne(scope, {});
    const lists = { industries, countries, titles };
    const record = own
      ? await service.update(scope, own.id, {
          ...lists,
          employeesFrom: employeesFrom ?? null,
          employeesTo: employeesTo ?? null,
        })
      : await service.create(scope, { ...lists, employeesFrom, employeesTo });
    await crm.enqueue(RESCORE_LEADS, {}, { workspaceId: scope.workspaceId, key: 'all' });
    return {
      text: `${inWords(record)} I am counting all scores anew.`,
      changes: [{ entity: 'idealCustomer', id: record.id, change: own ? 'updated' : 'created' }],
      isAnswer: true,
    };
  },
});

type Args = Partial<
  Pick<CustomerProfile, 'industries' | 'countries' | 'titles' | 'employeesFrom' | 'employeesTo'>
> & {
  fromWon?: boolean | undefined;
};

const isChange = (args: object): boolean =>
  Object.values(args).some((value) => value !== undefined && value !== false);

function requireAdmin({ scope }: ToolContext): void {
  if (!hasRole(scope, 'admin'))
    throw new ForbiddenError(
      'Only an admin can say who the ideal customer is. Ask one, or remember it as a note.',
    );
}

async function wantedProfile(
  { crm, scope }: ToolContext,
  { fromWon, ...given }: Args,
  before: CustomerProfile | undefined,
): Promise<{ profile: CustomerProfile; of?: number }> {
  const base = before ?? { industries: [], countries: [], titles: [] };
  const told = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  if (!fromWon) return { profile: { ...base, ...told } };
  const { profile, of } = await profileOfWon(crm, scope.workspaceId);
  return { profile: { ...profile, titles: base.titles, ...told }, of };
}

const PARTS = [
  ['Industries', ({ industries }: CustomerProfile) => listed(industries)],
  ['Employees', sizeInWords],
  ['Countries', ({ countries }: CustomerProfile) => listed(countries)],
  ['Job titles', ({ titles }: CustomerProfile) => listed(titles)],
] as const;

function changesOf(before: CustomerProfile | undefined, after: CustomerProfile) {
  return PARTS.flatMap(([label, says]) => {
    const [from, to] = [before ? says(before) : '', says(after)];
    return from === to ? [] : [{ label, to: to || 'any', ...(from && { from }) }];
  });
}

function inWords(profile: CustomerProfile | undefined): string {
  const parts = profile
    ? PARTS.flatMap(([label, says]) => (says(profile) ? [`${label}: ${says(profile)}`] : []))
    : [];
  if (parts.length === 0)
    return 'There is no ideal customer profile yet. Say whom you sell to: industries, countries, how many employees; or have it read from won companies.';
  return `The ideal customer: ${parts.join('; ')}.`;
}

function sizeInWords({ employeesFrom, employeesTo }: CustomerProfile): string {
  if (employeesFrom !== undefined && employeesTo !== undefined) return `${employeesFrom} to ${employeesTo}`;
  if (employeesFrom !== undefined) return `from ${employeesFrom}`;
  return employeesTo === undefined ? '' : `up to ${employeesTo}`;
}
