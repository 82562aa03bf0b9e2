import { type AnyRecord, type Entity, type RecordOf, titleOf } from '@clianta/crm-core/entity/define-entity';
import { isId } from '@clianta/crm-core/entity/ids';
import { fold, foldWords } from '@clianta/crm-core/entity/search-text';
import { InvalidError } from '@clianta/crm-core/errors';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import type { QuestionOption, ToolContext } from '../tool.ts';
import { AskBack } from './ask-back.ts';
import { formatDate } from './format.ts';
import { sampleOf } from './present.ts';

/** Most candidates that a question back offers. */
const MAX_OPTIONS = 6;
/** Most names that are offered when none is right. */
const NEAR = 3;

/** All records that a name may mean: the exact ones if there are any, else those whose words begin so. */
export async function candidates<E extends Entity>(
  context: ToolContext,
  entity: E,
  text: string,
): Promise<Array<RecordOf<E>>> {
  const service = context.crm.records(entity);
  const wanted = text.trim();
  if (isId(wanted)) {
    const found = await service.getMany(context.scope, [wanted]);
    return [...found.values()].filter((record) => !record.isDeleted);
  }
  const key = wanted.includes('@') ? 'email' : wanted.includes('.') ? 'domain' : undefined;
  if (key && entity.fields.some((field) => field.name === key)) {
    const byKey = await service.findOne(context.scope, { [key]: wanted.toLowerCase() });
    if (byKey) return [byKey];
  }
  const { records } = await service.find(context.scope, { search: wanted, limit: 50, sort: '-updatedAt' });
  const exact = records.filter((record) => fold(titleOf(entity, record)) === fold(wanted));
  return exact.length > 0 ? exact : records;
}

/**
 * The one record that a name means. Of several, the one the conversation is about.
 *
 * @param argument - where the answer to a question back goes
 * @throws AskBack when several fit, InvalidError when none does
 */
export async function resolveOne<E extends Entity>(
  context: ToolContext,
  entity: E,
  text: string,
  argument: string,
): Promise<RecordOf<E>> {
  let found = await candidates(context, entity, text);
  if (context.isWrite && found.length > 0 && isOnlySimilar(found, text))
    throw await similar(context, entity, found, text, argument);
  if (found.length === 0) found = await knownByOther(context, entity, text);
  if (found.length === 0) throw await notFound(context, entity, text, argument);
  if (found.length === 1) return found[0] as RecordOf<E>;
  const meant = found.filter((record) => isPreferred(entity, record));
  if (meant.length === 1) return meant[0] as RecordOf<E>;
  const spokenOf = context.focus.find(
    (item) => item.entity === entity.name && found.some((record) => record.id === item.id),
  );
  const preferred =
    found.find((record) => record.id === spokenOf?.id) ?? onlyOneThere(context, entity, found);
  if (preferred) return preferred;
  const options = await optionsFor(context, entity, (meant.length > 0 ? meant : found).slice(0, MAX_OPTIONS));
  const more = found.length > MAX_OPTIONS ? ` (the first ${MAX_OPTIONS} of ${found.length})` : '';
  throw new AskBack({
    text: `Which ${entity.label.one} do you mean by “${text}”?${more}`,
    options,
    argument,
  });
}

/** The only one of them that belongs to what was spoken of last: "Vera", after the people at Acme. */
function onlyOneThere<R extends object>(
  { focus: [last] }: ToolContext,
  entity: Entity,
  found: readonly R[],
): R | undefined {
  const ways = entity.fields.filter(({ ref }) => last && ref === last.entity);
  const there = found.filter((record) => {
    const values = new Map<string, unknown>(Object.entries(record));
    return ways.some(({ name }) => values.get(name) === last?.id);
  });
  return there.length === 1 ? there[0] : undefined;
}

/** No word of the name begins a word of theirs: they were found by a typo, and for a change that is not enough. */
function isOnlySimilar(found: readonly AnyRecord[], text: string): boolean {
  if (isId(text.trim()) || text.includes('@')) return false;
  const words = foldWords(text);
  return !found.some((record) => {
    const own = foldWords(JSON.stringify({ ...record }));
    return words.every((word) => own.some((one) => one.startsWith(word)));
  });
}

async function similar(
  context: ToolContext,
  entity: Entity,
  found: readonly AnyRecord[],
  text: string,
  argument: string,
): Promise<AskBack> {
  const options = await optionsFor(context, entity, found.slice(0, NEAR));
  const question = options.length > 1 ? 'Do you mean one of these?' : 'Do you mean this one?';
  return new AskBack({
    text: `There is no ${entity.label.one} called “${text}”. ${question}`,
    options,
    argument,
  });
}

/** Says that nothing is called so, and asks whether one of those is meant whose names share a word with it. */
async function notFound<E extends Entity>(
  context: ToolContext,
  entity: E,
  text: string,
  argument: string,
): Promise<InvalidError | AskBack> {
  const none = `There is no ${entity.label.one} called “${text}”.`;
  const near = new Map<string, AnyRecord>();
  const words = fold(text).split(/[^\p{L}\p{N}]+/u);
  for (const word of words.filter((one) => one.length > 2 && !isNounOf(entity, one)).slice(0, MAX_OPTIONS)) {
    const { records } = await context.crm
      .records(entity)
      .find(context.scope, { search: word, limit: NEAR, sort: '-updatedAt' });
    for (const record of records) near.set(record.id, record);
  }
  if (near.size === 0) return new InvalidError(`${none} Check the name, or ask me to create it.`);
  const options = await optionsFor(context, entity, [...near.values()].slice(0, NEAR));
  const question = options.length > 1 ? 'Do you mean one of these?' : 'Do you mean this one?';
  return new AskBack({ text: `${none} ${question}`, options, argument });
}

/** Names of many records end in what they are: "the Kestrel deal" shares nothing with "Contoso deal". */
function isNounOf(entity: Entity, word: string): boolean {
  return [entity.label.one, entity.label.many, ...(entity.aliases ?? [])].some((noun) => fold(noun) === word);
}

/** Of several records that a name fits, those that are meant unless something else is said: open deals. */
function isPreferred(entity: Entity, record: AnyRecord): boolean {
  const prefers = entity.talk?.prefers;
  return !prefers || ({ ...record } as Record<string, unknown>)[prefers.field] === prefers.value;
}

/** The records that belong to another one of that name: the deals of Acme. */
async function knownByOther<E extends Entity>(
  context: ToolContext,
  entity: E,
  text: string,
): Promise<Array<RecordOf<E>>> {
  const field = entity.fields.find(({ name }) => name === entity.talk?.knownBy);
  if (!field?.ref) return [];
  const name = text
    .split(/\s+/)
    .filter((word) => !isNounOf(entity, fold(word)))
    .join(' ');
  const others = name ? await candidates(context, context.crm.store.entity(field.ref), name) : [];
  if (others.length === 0) return [];
  const { records } = await context.crm.records(entity).find(context.scope, {
    where: [{ field: field.name, op: 'in', value: others.map((other) => other.id) }],
    limit: 50,
  });
  const preferred = records.filter((record) => isPreferred(entity, record));
  return preferred.length > 0 ? preferred : records;
}

/** Records to choose from: no two of them read the same. */
async function optionsFor(
  context: ToolContext,
  entity: Entity,
  records: readonly AnyRecord[],
): Promise<QuestionOption[]> {
  const sample = await sampleOf(
    context,
    entity,
    records.map((record) => ({ id: record.id, title: titleOf(entity, record) })),
  );
  const whole = sample.map(({ title, detail }) => `${title} ${detail}`);
  return records.map((record, at) => {
    const { title: label = titleOf(entity, record), detail } = sample[at] ?? {};
    const isShared = whole.some((other, index) => other === whole[at] && index !== at);
    const made = isShared && `added ${formatDate(record.createdAt, context)}, ${record.id.slice(-4)}`;
    const told = [detail, made].filter(Boolean).join(', ');
    return { label, ...(told && { detail: told }), value: record.id };
  });
}

/** A teammate by name, e-mail, id, "me". @returns the user id */
export async function resolveUser(
  context: ToolContext,
  text: string,
  argument: string,
): Promise<{ id: string; name: string }> {
  if (/^(me|myself|i|my|mine)$/i.test(text.trim()))
    return { id: context.scope.actor.id, name: context.scope.actor.name };
  const members = context.crm.records(TeamMember);
  if (isId(text)) {
    const byUser = await members.findOne(context.scope, { userId: text });
    if (byUser) return { id: byUser.userId, name: byUser.name };
  }
  const found = await candidates(context, TeamMember, text);
  if (found.length === 1 && found[0]) return { id: found[0].userId, name: found[0].name };
  if (found.length === 0) {
    const team = await members.find(context.scope, { limit: 50, sort: 'name' });
    throw new InvalidError(
      `There is no teammate called “${text}”. The team: ${team.records.map((member) => member.name).join(', ')}.`,
    );
  }
  throw new AskBack({
    text: `Which teammate do you mean by “${text}”?`,
    options: found.map(({ name, email, userId }) => ({ label: name, detail: email, value: userId })),
    argument,
  });
}
