import { Company } from '../../crm/company/company.schema.ts';
import { Contact, type ContactRecord } from '../../crm/contact/contact.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import { dayOf } from '../../entity/days.ts';
import { writeDerived } from '../../entity/derived-values.ts';
import { idFrom } from '../../entity/ids.ts';
import type { StoredDocument } from '../../entity/outbox.ts';
import { type CustomerProfile, IdealCustomer } from '../ideal-customer/ideal-customer.schema.ts';
import { IntentSignal, type IntentSignalRecord } from '../intent-signal/intent-signal.schema.ts';
import { DEFAULT_RULES, LeadRules, type ScoringRules } from '../lead-rules/lead-rules.schema.ts';
import { LeadScore, type LeadScoreRecord } from '../lead-score/lead-score.schema.ts';
import type { ScoredCompany } from './fit.ts';
import { type Score, scoreOf } from './score.ts';

/** Signs older than this have faded whatever they were worth. */
const SIGNALS_MS = 365 * 86_400_000;
const PAGE = 500;
/** How often a batch is counted anew when another process was faster. */
const RACES = 5;

/** What scores are counted by. */
export interface Scoring {
  rules: ScoringRules;
  profile: CustomerProfile | undefined;
}

type StoredContact = StoredDocument & Omit<ContactRecord, 'id'>;
type StoredScore = StoredDocument & Omit<LeadScoreRecord, 'id'>;

export interface ScoredLead {
  contact: StoredContact;
  score: Score;
  signals: readonly IntentSignalRecord[];
  /** As it was counted before. */
  known: StoredScore | undefined;
}

/** The workspace's rules and profile; the usual rules, and no profile, when it has none. */
export async function scoringOf(crm: CrmCore, workspaceId: string): Promise<Scoring> {
  const find = (entity: typeof LeadRules | typeof IdealCustomer) =>
    crm.store.model(entity.name).findOne({ workspaceId, isDeleted: false }).lean();
  const [rules, profile] = await Promise.all([find(LeadRules), find(IdealCustomer)]);
  return {
    rules: { ...DEFAULT_RULES, ...(rules as Partial<ScoringRules> | null) },
    profile: (profile as CustomerProfile | null) ?? undefined,
  };
}

/** The scores of these contacts now, counted and not stored. Contacts that are gone are left out. */
export async function countScores(
  crm: CrmCore,
  workspaceId: string,
  contactIds: readonly string[],
  scoring: Scoring,
): Promise<ScoredLead[]> {
  const now = crm.now();
  const { timeZone } = await crm.facts(workspaceId);
  const [contacts, signals, known] = await Promise.all([
    crm.store
      .model(Contact.name)
      .find({ workspaceId, _id: { $in: contactIds }, isDeleted: false })
      .select('-search -outbox -notes -customFields')
      .lean<StoredContact[]>(),
    crm.store
      .model(IntentSignal.name)
      .find({
        workspaceId,
        contactId: { $in: contactIds },
        isDeleted: false,
        at: { $gt: new Date(now.getTime() - SIGNALS_MS) },
      })
      .select('contactId type subject at')
      .lean<IntentSignalRecord[]>(),
    crm.store
      .model(LeadScore.name)
      .find({ workspaceId, _id: { $in: contactIds.map(scoreIdOf) } })
      .lean<StoredScore[]>(),
  ]);
  const companyIds = [...new Set(contacts.flatMap(({ companyId }) => companyId ?? []))];
  const companies = await crm.store
    .model(Company.name)
    .find({ workspaceId, _id: { $in: companyIds }, isDeleted: false })
    .select('name industry employees country')
    .lean<Array<ScoredCompany & { _id: string }>>();
  const companyOf = new Map(companies.map((company) => [company._id, company]));
  const signalsOf = new Map<string, IntentSignalRecord[]>();
  for (const signal of signals)
    signalsOf.set(signal.contactId, [...(signalsOf.get(signal.contactId) ?? []), signal]);
  const knownOf = new Map(known.map((score) => [score.contactId, score]));
  return contacts.map((contact) => {
    const before = knownOf.get(contact._id);
    const own = signalsOf.get(contact._id) ?? [];
    const company = contact.companyId ? companyOf.get(contact.companyId) : undefined;
    const input = {
      ...scoring,
      contact,
      company,
      signals: own,
      adjustment: before?.adjustment,
      now,
      timeZone,
    };
    return { contact, score: scoreOf(input), signals: own, known: before };
  });
}

/**
 * Counts these contacts' scores anew and stores them where they changed: with the reasons, and on the contact. Those
 * that another process counts at the same time are counted again.
 *
 * @param scoring - default: as the workspace has it now
 * @param isBulk - as the events are marked that follow; default: when they are several
 */
export async function scoreContacts(
  crm: CrmCore,
  workspaceId: string,
  contactIds: readonly string[],
  { scoring, isBulk = contactIds.length > 1 }: { scoring?: Scoring; isBulk?: boolean } = {},
): Promise<ScoredLead[]> {
  const by = scoring ?? (await scoringOf(crm, workspaceId));
  const done: ScoredLead[] = [];
  let left = [...new Set(contactIds)];
  for (let race = 0; race < RACES && left.length > 0; race++) {
    const leads: ScoredLead[] = [];
    for (let from = 0; from < left.length; from += PAGE)
      leads.push(...(await countScores(crm, workspaceId, left.slice(from, from + PAGE), by)));
    const lost = await storeScores(crm, workspaceId, leads, by);
    const kept = leads.filter(({ contact }) => !lost.has(contact._id));
    await markContacts(crm, workspaceId, kept, isBulk);
    done.push(...kept);
    left = [...lost];
  }
  return done;
}

/** @returns the contacts to be counted again, since another process has stored a score meanwhile */
async function storeScores(
  crm: CrmCore,
  workspaceId: string,
  leads: readonly ScoredLead[],
  { rules }: Scoring,
): Promise<Set<string>> {
  const now = crm.now();
  const { timeZone } = await crm.facts(workspaceId);
  const day = dayOf(now, timeZone);
  const changed = leads.filter(
    ({ score, known }) =>
      !known || known.day !== day || known.rulesVersion !== rules.version || !isSame(score, known),
  );
  if (changed.length === 0) return new Set();
  const lost = new Set<string>();
  await Promise.all(
    chunks(changed).map(async (chunk) => {
      const scores = crm.store.model(LeadScore.name).collection;
      const result = await scores
        .bulkWrite(
          chunk.map(({ contact, score, known }) => ({
            updateOne: {
              filter: { _id: scoreIdOf(contact._id) as never, version: known?.version ?? 0 },
              update: {
                $set: { ...score, rulesVersion: rules.version, day, updatedAt: now },
                $inc: { version: 1 },
                $setOnInsert: {
                  workspaceId,
                  contactId: contact._id,
                  createdAt: now,
                  createdBy: 'system',
                  isDeleted: false,
                  ...(contact.isDemo && { isDemo: true }),
                },
              },
              upsert: !known,
            },
          })),
          { ordered: false },
        )
        .catch((error: { code?: number; result?: { matchedCount: number; upsertedCount: number } }) => {
          // one that was not there has been made meanwhile
          if (error.code !== 11_000) throw error;
          return undefined;
        });
      const isWhole = result && result.matchedCount + result.upsertedCount === chunk.length;
      // those of the chunk that were stored are found the same the next time
      if (!isWhole) for (const { contact } of chunk) lost.add(contact._id);
    }),
  );
  return lost;
}

async function markContacts(
  crm: CrmCore,
  workspaceId: string,
  leads: readonly ScoredLead[],
  isBulk: boolean,
): Promise<void> {
  const writes = leads.flatMap(({ contact, score: { score, grade } }) =>
    contact.leadScore === score && contact.leadGrade === grade
      ? []
      : [{ document: contact, set: { leadScore: score, leadGrade: grade } }],
  );
  for (const chunk of chunks(writes))
    await writeDerived(crm.store, crm.store.entity(Contact.name), workspaceId, chunk, {
      at: crm.now(),
      isBulk,
    });
}

export const scoreIdOf = (contactId: string): string => idFrom(`lead score ${contactId}`);

const isSame = (score: Score, known: StoredScore): boolean =>
  score.score === known.score &&
  score.fit === known.fit &&
  score.intent === known.intent &&
  JSON.stringify(score.factors) === JSON.stringify(known.factors);

const chunks = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(items.length / PAGE) }, (_, at) => items.slice(at * PAGE, (at + 1) * PAGE));
