import type { CompanyRecord } from '../../crm/company/company.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import type { Scope } from '../../entity/scope.ts';
import { InvalidError } from '../../errors.ts';
import { EmailAccount, type EmailAccountRecord } from '../email-account/email-account.schema.ts';
import { sendingLimits } from '../email-account/sending-limits.ts';
import { mailboxOf } from '../outbox/queue-mail.ts';
import { textsOf } from '../templates/mail-block.schema.ts';
import type { RenderedMail } from '../templates/render-template.ts';
import { type Audience, audienceOf, SAMPLE_LINK } from './audience.ts';
import type { CampaignRecord } from './campaign.schema.ts';
import type { Person } from './left-out.ts';
import { contentOf, gapsIn } from './mail-content.ts';
import { companiesOf, mailsFor } from './people.ts';
import { sendTime } from './send-times.ts';
import { unpublishedPages } from './unpublished-pages.ts';

export interface MailSample extends RenderedMail {
  kind: 'typical' | 'longest' | 'empty fields';
  name: string;
  to: string;
}

export interface CampaignPreview extends Audience {
  account: EmailAccountRecord | undefined;
  samples: MailSample[];
  /** How many get it when, by the clock they live by; one entry where everybody gets it at once. */
  zones: Array<{ timeZone: string; count: number; at: Date; isNextDay: boolean }>;
  /** The first instant at which somebody gets it. */
  startsAt: Date;
  /** On how many days, by what its mailbox may send a day. */
  days: number;
  links: string[];
  /** Texts that somebody still has to fill in. */
  gaps: string[];
}

/** Everything that somebody has to know before a campaign goes out. Writes nothing. */
export async function previewCampaign(
  crm: CrmCore,
  scope: Scope,
  campaign: CampaignRecord,
): Promise<CampaignPreview> {
  const account = await accountOf(crm, campaign);
  const audience = await audienceOf(crm, scope, campaign, account);
  const content = contentOf(campaign, 0);
  const { zones, startsAt } = await zonesOf(crm, campaign, audience.people);
  const links = textsOf(content).filter((text) => /^(?:https?|mailto|tel):/i.test(text));
  return {
    ...audience,
    faults: [...audience.faults, ...(await unpublishedPages(crm, campaign.workspaceId, links))],
    account,
    samples: await samplesOf(crm, campaign, account, audience.people),
    zones,
    startsAt,
    days: account ? Math.max(1, Math.ceil(audience.people.length / sendingLimits(account).perDay)) : 1,
    links,
    gaps: gapsIn(content),
  };
}

/** The mailbox that it goes out from: its own, its owner's, or one of the team. */
export async function accountOf(
  crm: CrmCore,
  { workspaceId, accountId, ownerId }: Pick<CampaignRecord, 'workspaceId' | 'accountId' | 'ownerId'>,
): Promise<EmailAccountRecord | undefined> {
  const { cached } = await crm.facts(workspaceId);
  const all = (cached.get(EmailAccount.name) ?? []) as EmailAccountRecord[];
  return accountId ? all.find(({ id }) => id === accountId) : mailboxOf(crm, workspaceId, ownerId);
}

/** The mailbox that it goes out from. @throws InvalidError naming all that keeps it from going out */
export function requireReady(
  { name, subject, blocks }: CampaignRecord,
  { account, people, faults, gaps }: CampaignPreview,
): EmailAccountRecord {
  const wrong = [
    ...(account ? [] : ['no mailbox is connected: connect one under Settings, Mailboxes']),
    ...(subject ? [] : ['it has no subject']),
    ...(blocks.length > 0 ? [] : ['it has no text']),
    ...gaps.map((gap) => `it does not say yet: ${gap}`),
    ...faults.map((fault) => fault.replace(/\.$/, '')),
    ...(people.length > 0 ? [] : ['nobody would get it']),
  ];
  if (!account || wrong.length > 0) throw new InvalidError(`“${name}” cannot go out: ${wrong.join('; ')}.`);
  return account;
}

/** By whose clock each person lives: their own, or the workspace's. */
function zoneOf(person: Person): string | undefined {
  return typeof person.timeZone === 'string' ? person.timeZone : undefined;
}

async function zonesOf(crm: CrmCore, { schedule }: CampaignRecord, people: readonly Person[]) {
  const now = crm.now();
  const zones = new Map<string, CampaignPreview['zones'][number]>();
  for (const person of people) {
    const own = schedule?.zone === 'recipient' ? zoneOf(person) : undefined;
    const { at, isNextDay } = sendTime(schedule, own, now);
    const timeZone = own ?? schedule?.timeZone ?? '';
    const known = zones.get(timeZone) ?? { timeZone, count: 0, at, isNextDay };
    known.count++;
    zones.set(timeZone, known);
  }
  const all = [...zones.values()].sort((a, b) => a.at.getTime() - b.at.getTime());
  return { zones: all, startsAt: all[0]?.at ?? sendTime(schedule, undefined, now).at };
}

/** One as most are, the one with the longest values, and the one with the fewest. */
async function samplesOf(
  crm: CrmCore,
  campaign: CampaignRecord,
  account: EmailAccountRecord | undefined,
  people: readonly Person[],
): Promise<MailSample[]> {
  const byLength = people.toSorted((a, b) => lengthOf(a) - lengthOf(b));
  const chosen: Array<readonly [MailSample['kind'], Person | undefined]> = [
    ['typical', byLength[Math.floor(byLength.length / 2)]],
    ['longest', byLength.at(-1)],
    ['empty fields', people.toSorted((a, b) => filledIn(a) - filledIn(b))[0]],
  ];
  const some = chosen.flatMap(([kind, person]) => (person ? [{ kind, person }] : []));
  const companies = await companiesOf(
    crm,
    campaign.workspaceId,
    some.map(({ person }) => person),
  );
  const write = await mailsFor(crm, campaign.workspaceId, account);
  const content = contentOf(campaign, 0);
  return some.map(({ kind, person }) => ({
    kind,
    name: person.name,
    to: `${person.name} <${person.email}>`,
    ...write(content, person, { company: companyOf(companies, person), unsubscribe: SAMPLE_LINK }),
  }));
}

const companyOf = (companies: ReadonlyMap<string, CompanyRecord>, { companyId }: Person) =>
  companyId ? companies.get(companyId) : undefined;

const lengthOf = ({ name, jobTitle, email }: Person) => `${name}${jobTitle ?? ''}${email ?? ''}`.length;

const filledIn = (person: Person) => Object.values(person).filter((value) => value !== undefined).length;
