import type { Trigger } from '@clianta/crm-core/automation/definition.schema';
import { canHaveWorkflows } from '@clianta/crm-core/automation/faults';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import type { Entity } from '@clianta/crm-core/entity/define-entity';
import type { Condition, Filter } from '@clianta/crm-core/entity/filter.schema';
import type { ToolContext } from '../../../tool.ts';
import { capitalize, listed, toMinor } from '../../../tools/format.ts';
import { arrivalIn } from './read-arrival.ts';
import { recordsIn, withoutArticle } from './read-filter.ts';
import { fieldCalled, type SaidValue, valuesCalled } from './read-value.ts';
import { NotRead } from './reading.ts';

export interface ReadTrigger {
  trigger: Trigger;
  entity: Entity;
  entry: Filter;
}

/** What nothing tells of yet. */
const NOT_THERE: ReadonlyArray<[said: RegExp, what: string]> = [
  [/\b(?:e-?mails?|mails?|repl(?:y|ies|ied)|answers?|newsletter|unsubscribes?)\b/i, 'an e-mail account'],
  [/\b(?:meetings?|demo|booked|appointments?|calendar|visit ends)\b/i, 'a calendar'],
  [/\b(?:uploaded|signed)\b/i, 'files that are told of'],
  [/\b(?:visits?|visitor|page|website visit|downloads?)\b/i, 'tracking of a site'],
];

const NEW =
  /^(?:an?\s+|any\s+|every\s+|each\s+)?new\s+(.+?)(?:\s+(?:comes in|arrives|appears|is (?:created|added|made)|registers|signs up|enters the (?:crm|system)))?$/i;
const CREATED =
  /^(.+?)\s+(?:comes? in|comes?(?=\s+from\b)|arrives?|appears?|registers?|signs? up|(?:is|are|gets?|was)\s+(?:newly\s+)?(?:created|added|made|entered|opened))(?:\s+(.+))?$/i;
const WE_CLOSE = /^(?:we|i|somebody|someone)\s+(wins?|loses?)\s+(.+)$/i;
const CHANGES = [
  /^(?<subject>.+?)(?:'s|’s)\s+(?<field>.+?)\s+(?:changes?|is changed|was changed|is updated)$/i,
  /^(?:the\s+)?(?<field>.+?)\s+(?:of|on|in)\s+(?<subject>.+?)\s+(?:changes?|is changed|was changed|is updated)$/i,
  /^(?<subject>.+?)\s+changes?\s+(?:its\s+|the\s+|their\s+)?(?<field>.+)$/i,
  /^(?:the\s+)?(?<subject>\S+)\s+(?<field>.+?)\s+(?:changes?|is changed|was changed|is updated)$/i,
];
const SCORE =
  /^(?:(.+?)\s+(?:has|gets?|reaches|hits)\s+(?:an?\s+)?(?:lead\s+)?score|(?:the\s+)?(?:lead\s+)?score(?:\s+of\s+(.+?))?\s+(?:is|goes|rises|climbs|gets|reaches|falls|drops))\s*(?:of\s+)?(over|above|more than|at least|below|under|to)?\s*(\d{1,3})$/i;
/** Of a field that is counted: "gets more than 500 employees", "the amount of a deal goes over 20k". */
const COUNTED = [
  /^(?<subject>.+?)\s+(?:has|gets|reaches)\s+(?:more than|over|at least|above)\s+(?<number>[\d.,]+\s*[kKmM]?)\s+(?<field>[a-z ]+)$/i,
  /^(?:the\s+)?(?<field>[a-z ]+?)\s+of\s+(?<subject>.+?)\s+(?:exceeds|passes|reaches|(?:is|goes|rises|gets)\s+(?:over|above))\s+(?<number>[$€£]?[\d.,]+\s*[kKmM]?)$/i,
];
/** Nothing happens when nothing happens. */
const SILENCE =
  /\b(?:no|nobody|nothing|without|inactive|idle|quiet|untouched|stale|not|hasn['’]t|haven['’]t)\b.*\b(?:days?|weeks?|months?|hours?)\b/i;
const BECOMES =
  /^(?<subject>.+?)(?:(?:'s|’s)\s+\S+)?\s+(?:reaches|becomes|turns(?: into)?|(?:is )?mov(?:es|ed)\s+(?:in)?to|chang(?:es|ed)(?:\s+\w+)?(?: to)?|gets(?: to| marked as| set to)?|goes\s+(?:in)?to|enters|hits|=|is(?: now)?(?: (?:set|moved|changed|marked|put))?(?: as| in| to)?|was|are)\s+(?:an?\s+)?(?<value>.+)$/i;
const NOUN_BECOMES =
  /^(?<subject>\S+)\s+(?<value>won|lost|closed|completed|resolved|reopened|accepted|declined)$/i;
const VALUE_FIRST = /^(?:an?\s+|every\s+|each\s+|any\s+)?(?<value>\S+)\s+(?<subject>\S+)$/i;

/**
 * What starts a workflow, from words: "a lead reaches A", "a deal over 20k is won", "the owner of a company changes".
 *
 * @throws NotRead for what is not understood, or what nothing tells of yet
 */
export async function triggerIn(context: ToolContext, said: string): Promise<ReadTrigger> {
  const text = said
    .trim()
    .replace(/^(?:that|there is|there are|we (?:get|have|receive))\s+/i, '')
    .replace(/\s+(?:again|right away|immediately)$/i, '');
  const found = await startIn(context, text);
  if (found) {
    if (!canHaveWorkflows(found.entity))
      throw new NotRead(
        `There are no workflows on ${found.entity.label.many}; there are on ${kinds(context)}.`,
      );
    return found;
  }
  throw new NotRead(
    SILENCE.test(text)
      ? `“${text}” is nothing that happens; it is looked for by the clock. Say it such as “every day at 8 create a task for deals without activity for 10 days”.`
      : `I do not understand what is to start it: “${text}”. Say it such as “a new lead comes in”, “a lead reaches A”, “a deal over 20k is won” or “the owner of a company changes”.`,
  );
}

async function startIn(context: ToolContext, text: string): Promise<ReadTrigger | undefined> {
  const arrival = await arrivalIn(context, text);
  if (arrival) return arrival;
  const missing = NOT_THERE.find(([pattern]) => pattern.test(text))?.[1];
  const untold = new NotRead(
    `Nothing tells me of “${text}” yet: that needs ${missing}, which is not set up. I can begin with a new record, or a change of one: “a lead reaches A”, “a deal is won”, “a ticket becomes urgent”.`,
  );
  try {
    const found =
      (await created(context, text)) ??
      (await scoreCrossed(context, text)) ??
      (await countCrossed(context, text)) ??
      (await changed(context, text)) ??
      (await becomes(context, text));
    if (!found && missing) throw untold;
    return found;
  } catch (error) {
    throw missing && error instanceof NotRead ? untold : error;
  }
}

const kinds = ({ catalogue }: ToolContext): string =>
  listed(catalogue.spoken.filter(canHaveWorkflows).map(({ label }) => label.many));

async function created(context: ToolContext, text: string): Promise<ReadTrigger | undefined> {
  const [, fresh] = NEW.exec(text) ?? [];
  const [, subject, more = ''] = CREATED.exec(text) ?? [];
  const words = fresh ?? (subject && `${subject.replace(/^(?:an?\s+)?new\s+/i, '')} ${more}`);
  if (!words) return undefined;
  const { entity, filter } = await recordsIn(context, Contact, words.trim());
  return { trigger: { on: 'created', entity: entity.name }, entity, entry: filter };
}

async function scoreCrossed(context: ToolContext, text: string): Promise<ReadTrigger | undefined> {
  const [, subject, other, word = '', digits] = SCORE.exec(text) ?? [];
  const field = Contact.fields.find(({ name }) => name === 'leadScore');
  if (!digits || !field) return undefined;
  const bound = Number(digits);
  if (bound % 10 !== 0 || bound > 100)
    throw new NotRead(
      `A score is told of when it passes a ten: 60, 70, 80. Which of these instead of ${digits}?`,
    );
  const { entity, filter } = await recordsIn(context, Contact, subject ?? other ?? Contact.label.many);
  const direction = /below|under/i.test(word) || /falls|drops/i.test(text) ? 'down' : 'up';
  return {
    trigger: { on: 'crossed', entity: entity.name, field: field.name, bound, direction },
    entity,
    entry: without(entity, filter, [field.name]),
  };
}

async function countCrossed(context: ToolContext, text: string): Promise<ReadTrigger | undefined> {
  for (const pattern of COUNTED) {
    const { subject, field: said, number } = pattern.exec(text)?.groups ?? {};
    if (!subject || !said || !number) continue;
    const { entity, filter } = await recordsIn(context, Contact, subject);
    const field = fieldCalled(entity, said);
    if (field?.kind !== 'number') continue;
    const [, digits = '', letter = ''] = /([\d.,]+)\s*([km]?)/i.exec(number) ?? [];
    const plain = Number(digits.replace(/,/g, '')) * ({ k: 1_000, m: 1_000_000 }[letter.toLowerCase()] ?? 1);
    const bound = field.format === 'money' ? toMinor(plain, context.currency) : plain;
    return {
      trigger: { on: 'crossed', entity: entity.name, field: field.name, bound: bound + 1, direction: 'up' },
      entity,
      entry: without(entity, filter, [field.name]),
    };
  }
  return undefined;
}

async function changed(context: ToolContext, text: string): Promise<ReadTrigger | undefined> {
  for (const pattern of CHANGES) {
    const { subject, field: said } = pattern.exec(text)?.groups ?? {};
    if (!subject || !said || /\b(?:to|into)\b/i.test(said)) continue;
    const read = await recordsIn(context, Contact, subject).catch(() => undefined);
    const field = read && fieldCalled(read.entity, said);
    if (!read || !field) continue;
    return {
      trigger: { on: 'changed', entity: read.entity.name, fields: [field.name] },
      entity: read.entity,
      entry: without(read.entity, read.filter, [field.name]),
    };
  }
  return undefined;
}

async function becomes(context: ToolContext, text: string): Promise<ReadTrigger | undefined> {
  const [, verb, what] = WE_CLOSE.exec(text) ?? [];
  const asked = verb && what ? { subject: what, value: /^win/i.test(verb) ? 'won' : 'lost' } : undefined;
  const ways = [asked, ...[NOUN_BECOMES, BECOMES, VALUE_FIRST].map((pattern) => pattern.exec(text)?.groups)];
  let failed: unknown;
  for (const way of ways) {
    const { subject, value } = way ?? {};
    if (!subject || !value) continue;
    // "stage = won" names the field, and no record
    const owner = context.catalogue.spoken.find(
      (entity) =>
        canHaveWorkflows(entity) &&
        /^(?:the\s+)?(?:stage|deal stage)$/i.test(subject) &&
        fieldCalled(entity, 'stage')?.part,
    );
    try {
      const { entity, filter } = owner
        ? { entity: owner, filter: {} }
        : await recordsIn(context, Contact, withoutArticle(subject));
      const values = await valuesCalled(context, entity, value);
      if (values.length === 0) continue;
      return toBecome(entity, filter, values);
    } catch (error) {
      // another way to take it apart may fit
      failed ??= error;
    }
  }
  if (failed instanceof NotRead) throw failed;
  return undefined;
}

function toBecome(entity: Entity, filter: Filter, values: readonly SaidValue[]): ReadTrigger {
  const fields = [...new Set(values.map(({ field }) => field.name))];
  const to = [...new Set(values.map(({ value }) => value))];
  return {
    trigger: { on: 'changed', entity: entity.name, fields, to },
    entity,
    entry: without(entity, filter, fields),
  };
}

/**
 * The filter without what the trigger changes: a lead that becomes a customer is no lead any more. Also without what a noun
 * says beyond its kind where the changed field says enough: a lead of grade A is one whatever its stage.
 */
function without(entity: Entity, filter: Filter, fields: readonly string[]): Filter {
  const nouns = Object.values(entity.talk?.nouns ?? {}).filter((noun) =>
    noun.unless?.some((name) => fields.includes(name)),
  );
  const isSaid = ({ field, value }: Condition) =>
    fields.includes(field) || nouns.some((noun) => noun.field === field && noun.value === value);
  const where = (filter.where ?? []).filter((condition) => !isSaid(condition));
  const { where: _, ...rest } = filter;
  return { ...rest, ...(where.length > 0 && { where }) };
}

/** What a workflow is called when nobody has named it. */
export const nameOf = (trigger: string): string => capitalize(withoutArticle(trigger)).slice(0, 100);
