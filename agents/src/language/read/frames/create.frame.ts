import { isId } from '@clianta/crm-core/entity/ids';
import { lookup } from '../../../lookup.ts';
import type { EntityName } from '../../recognise/lexicon/entities.ts';
import { kindNumbered, kindOf } from '../../recognise/lexicon/entities.ts';
import { isRole } from '../../recognise/lexicon/job-titles.ts';
import { commonWords } from '../../recognise/lexicon/words.ts';
import { isHonorific } from '../../recognise/names/name-parts.ts';
import { nameValue, scoreAs } from '../../recognise/names/name-value.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { normAt, sensesAt, type Unit } from '../../recognise/unit.ts';
import type { Details } from '../grammar/detail.ts';
import { INTO_CRM } from '../grammar/detail-facts.ts';
import { readDetails } from '../grammar/details.ts';
import { type Several, severalIn } from './create-several.ts';
import { afterVerb, type Draft, type Frame, type Request } from './frame.ts';

/** "Got a new contact": told instead of ordered. */
const NEW =
  'new|a new|got a new|we got a new|i got a new|we have a new|i have a new|there is a new|met a new|here is a new|have a new';
/** Verbs after which a bare name is a new person. */
const ADDS = /^(add|create|insert|register|enter|onboard|new|save|got|put)$/;

/** The kind of record that is to be made: the noun near the verb, else a person if a name or e-mail follows. */
function kindAt(request: Request, from: number): { entity: EntityName; from: number } | undefined {
  const { clause, to } = request;
  let at =
    from +
    phraseAt(
      clause.units,
      from,
      'these :|the following :|these people :|these contacts :|these|both|:|a|an|the|me a|another|new|this|one more|us a|me an',
    );
  at += phraseAt(clause.units, at, 'new|following|brand new');
  for (let i = at; i < Math.min(to, at + 6); i++) {
    const unit = clause.units[i];
    const noun = sensesAt(clause, i, 'entity').find(
      (match) => unit?.kind === 'word' && (!match.sense.isPlural || i === at),
    );
    if (noun && i > at && /^(at|from|with|for|to|in|on|of)$/.test(normAt(clause.units, i - 1))) break;
    if (noun && i > at && phraseAt(clause.units, at + 1, 'as') > 0 && entityNamed(request, at) === 'company')
      break;
    // "a prospect company": the last noun says what it is
    const next = noun && sensesAt(clause, i + noun.length, 'entity').find((match) => !match.sense.isPlural);
    const said = (next ?? noun)?.sense.entity;
    // "new prospect: Ivan Kuznetsov, ivan@polar.example" is a person for all that
    const hasAddress = clause.units.slice(i, to).some(({ kind }) => kind === 'email');
    const isPerson = said === 'company' && hasAddress && OF_EITHER.test(normAt(clause.units, i));
    if (said) return isPerson ? { entity: 'contact', from: i + (noun?.length ?? 1) } : { entity: said, from };
    if (unit?.kind === 'punct' || unit?.kind === 'break') break;
  }
  if (!ADDS.test(normAt(clause.units, request.start))) return undefined;
  const isCounted = /^(a|an|another|one)$/.test(normAt(clause.units, at - 1));
  const entity = isCounted ? undefined : entityNamed(request, at);
  return entity === undefined ? undefined : { entity, from };
}

/** People call persons and companies so. */
const OF_EITHER = /^(prospect|customer|client|partner)$/;

/** What only a company has, and what only a person has. */
const OF_COMPANY = /^(website|domain|site|employees|staff|headcount|industry|sector|turnover)$/;

/** A name without a noun: of a person or, by what is said of it, of a company. Any other word is unclear. */
function entityNamed({ clause, to }: Request, at: number): EntityName | undefined {
  const { units, vocabulary } = clause;
  const first = units[at];
  if (first?.kind === 'email') return 'contact';
  const details = units.slice(at + 1, to);
  const hasAddress = details.some(({ kind }) => /^(email|phone)$/.test(kind));
  const isCompany =
    !hasAddress &&
    details.some(({ kind, norm }) => kind === 'url' || (kind === 'word' && OF_COMPANY.test(norm)));
  const matches = first?.matches ?? [];
  const isKnownCompany = matches.length > 0 && matches.every((match) => match.entity === 'company');
  const isName =
    first?.kind === 'name' || (first?.kind === 'word' && (first.isCapital || isHonorific(first.norm)));
  const isUnknown = (unit: Unit | undefined) =>
    unit?.kind === 'word' && !vocabulary.has(unit.norm) && !commonWords.has(unit.norm);
  // "sam fisher from contoso": as people type a name, with something that only a person has
  const isTyped = isUnknown(first) && (isUnknown(units[at + 1]) || units[at + 1]?.kind === 'name');
  const isPerson = hasAddress || details.some((unit) => scoreAs(unit, 'company') > 0 || isRole(unit.text));
  const isWhole =
    isName &&
    (isPerson ||
      isCompany ||
      isKnownCompany ||
      /\s/.test(first?.text ?? '') ||
      units[at + 1]?.isCapital === true);
  if (!isWhole && !(isTyped && isPerson)) return undefined;
  return isCompany || isKnownCompany ? 'company' : 'contact';
}

/** "add Jane Doe from Northwind, jane@..., VP Sales", "create a 12k deal for Northwind closing end of next month". */
export const create: Frame = (request) => {
  const isPut =
    normAt(request.clause.units, request.start) === 'put' &&
    request.clause.units.some((_, at) => phraseAt(request.clause.units, at, INTO_CRM) > 0);
  const verbed = afterVerb(request, 'create') ?? (isPut ? request.start + 1 : undefined);
  const { units } = request.clause;
  const isDeal =
    phraseAt(
      units,
      request.start + (units[request.start]?.kind === 'money' ? 1 : 0),
      'deal for|deal with|opportunity for|opportunity with|opp for|opp with',
    ) > 0 && units.slice(request.start, request.to).some(({ kind }) => kind === 'money');
  const isCard = verbed === undefined && isLabelled(request);
  const bare = verbed === undefined && (isDeal || isCard || phraseAt(units, request.start, NEW) > 0);
  const from =
    verbed ?? (bare ? request.start + phraseAt(request.clause.units, request.start, NEW) : undefined);
  if (from === undefined || request.isQuestion) return undefined;
  const several = severalIn(request, from);
  if (several) return severalDrafts(request, several);
  const kind = kindAt(request, from);
  const strange = kind || bare ? undefined : strangeThing(request, from);
  if (strange) return [strange];
  if (!kind || kind.entity === 'task') return undefined;
  const parts = kind.entity === 'contact' ? people(request, from) : [];
  if (parts.length > 1)
    return parts.flatMap((part) => createDraft(request, 'contact', part.from, part.to) ?? []);
  const draft = createDraft(request, kind.entity, kind.from, request.to);
  return draft ? [draft] : nameless(request, kind.entity, from);
};

/** "contact: Li Wei, li.wei@basalt.example, Data Analyst": a card, of somebody who is not there yet. */
function isLabelled({ clause, start, to }: Request): boolean {
  const { units } = clause;
  const noun = sensesAt(clause, start, 'entity').find(({ sense }) => !sense.isPlural);
  const first = noun && units[start + noun.length + 1];
  if (!noun || normAt(units, start + noun.length) !== ':' || !/^(contact|company)$/.test(noun.sense.entity))
    return false;
  const hasMore = units
    .slice(start + noun.length, to)
    .some(({ kind, norm }) => norm === ',' || kind === 'email');
  return hasMore && first?.isCapital === true && scoreAs(first, noun.sense.entity) < 1;
}

/** "create a banana": a thing that nobody here knows. */
function strangeThing({ clause, start, to }: Request, from: number): Draft | undefined {
  const { units, vocabulary } = clause;
  const article = phraseAt(units, from, 'a|an|another|one|a new|new');
  const thing = units[from + article];
  const isStrange =
    article > 0 && from + article < to && thing?.kind === 'word' && !vocabulary.has(thing.norm);
  if (!isStrange || !/^(add|create|make|insert|register)$/.test(normAt(units, start))) return undefined;
  const refusal = `I do not know what “${thing.text}” is. Shall it be a contact, a company, a deal or a task?`;
  return { tool: 'create_contact', args: {}, confidence: 0.5, refusal };
}

/** "create contact", "add a contact at Contoso": everything is clear but the name. */
function nameless(request: Request, entity: EntityName, from: number): Draft[] | undefined {
  const asked = NAMED_BY[entity];
  const { clause } = request;
  const at = from + phraseAt(clause.units, from, 'a|an|a new|new|another|one');
  const isNoun = sensesAt(clause, at, 'entity').some(({ sense }) => !sense.isPlural);
  if (!asked || !isNoun || readDetails(request, entity, from, request.to).unread.length > 0) return undefined;
  const refusal = `${asked} Say it with what else you know, and I will add it.`;
  return [{ tool: kindOf(entity).create, args: {}, confidence: 0.5, refusal, isForm: true }];
}

const NAMED_BY: Readonly<Record<string, string | undefined>> = lookup({
  contact: 'What is the name of the contact?',
  company: 'What is the name of the company?',
  opportunity: 'Which company is the deal with, or what is it called?',
});

function severalDrafts(request: Request, { entity, parts, company, read }: Several): Draft[] | undefined {
  const drafts = parts.flatMap((part) => createDraft(request, entity, part.from, part.to) ?? []);
  if (drafts.length !== parts.length) return undefined;
  return drafts.map((draft) => ({
    ...draft,
    args: { ...(company && entity === 'contact' && { company: company.value }), ...draft.args },
    needsPrevious: draft.needsPrevious || (company?.isFromPrevious ?? false),
    read: [...(draft.read ?? []), ...read],
  }));
}

/** "Tim, tim@a.example and Lisa, lisa@b.example": one stretch for each e-mail. */
function people(request: Request, from: number): Array<{ from: number; to: number }> {
  const { units } = request.clause;
  const parts: Array<{ from: number; to: number }> = [];
  let start = from;
  let hasMail = false;
  for (let at = from; at < request.to; at++) {
    const isBreak = hasMail && /^(and|;|\n|,)$/.test(normAt(units, at)) && units[at + 1]?.isCapital === true;
    if (isBreak && units.slice(at, request.to).some((unit) => unit.kind === 'email')) {
      parts.push({ from: start, to: at });
      start = at + 1;
      hasMail = false;
    }
    hasMail ||= units[at]?.kind === 'email';
  }
  return [...parts, { from: start, to: request.to }];
}

/** "Globex renewal": a title that begins with the name of a known company is a deal with that company. */
function companyInTitle(request: Request, { set }: Details, from: number, to: number): void {
  const { title } = set;
  if (typeof title !== 'string' || set.company !== undefined || set.contact !== undefined) return;
  const first = request.clause.units
    .slice(from, to)
    .find(({ kind, text }) => kind === 'name' && title.startsWith(text));
  const id = first && scoreAs(first, 'company') > 0 && nameValue(first, ['company'], request.context);
  if (id && isId(id)) set.company = id;
}

function createDraft(request: Request, entity: EntityName, from: number, to: number): Draft | undefined {
  const details = readDetails(request, entity, from, to);
  const tools = kindOf(entity);
  if (entity === 'opportunity' && details.kind !== undefined)
    details.set.title ??= details.companyName
      ? `${details.companyName} ${details.kind}`
      : `${details.kind} deal`;
  const name = details.set[tools.title];
  if (entity === 'opportunity') companyInTitle(request, details, from, to);
  if (
    entity === 'opportunity' &&
    typeof name !== 'string' &&
    details.set.company === undefined &&
    details.contactName
  )
    details.set.title = `${details.contactName} deal`;
  const hasSubject =
    typeof name === 'string' ||
    (entity === 'opportunity' && (details.set.company !== undefined || details.set.title !== undefined));
  if (!hasSubject) return undefined;
  // "open ticket T2" is one that is there
  if (typeof name === 'string' && kindNumbered(name) === entity) return undefined;
  const label = typeof name === 'string' ? name : `${details.companyName ?? ''} deal`.trim();
  const draft: Draft = {
    tool: tools.create,
    args: details.set,
    confidence: 0.9,
    needsPrevious: details.needsPrevious,
    introduces: [
      {
        entity: entity,
        name:
          entity === 'opportunity' && details.companyName && typeof name !== 'string'
            ? details.companyName
            : label,
      },
      ...(details.companyName && entity !== 'company'
        ? [{ entity: 'company' as const, name: details.companyName }]
        : []),
    ],
    read: details.read,
    unread: details.unread,
  };
  return draft;
}
