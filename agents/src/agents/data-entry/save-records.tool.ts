import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import type { Entity } from '@clianta/crm-core/entity/define-entity';
import { fold } from '@clianta/crm-core/entity/search-text';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { defineTool, type Proposal, type ToolContext, type ToolResult } from '../../tool.ts';
import { focusOf, undoable } from '../../tools/focus.ts';
import { counted } from '../../tools/format.ts';
import { recordCard, titlesFor } from '../../tools/present.ts';
import { tableCard } from '../../tools/table-card.ts';
import type { Person, PersonField } from './extract/found.ts';
import { bringIn, knownPeople, saidOf } from './people-changes.ts';
import { peopleOf, sourceShape } from './people-of.ts';

/** What the card of changes says, in this order. */
const SHOWN: ReadonlyArray<[PersonField, string, string]> = [
  ['jobTitle', 'Job title', 'jobTitle'],
  ['company', 'Company', 'companyId'],
  ['email', 'E-mail', 'email'],
  ['phone', 'Phone', 'phone'],
  ['city', 'City', 'city'],
  ['country', 'Country', 'country'],
];
const PEOPLE = Contact as unknown as Entity;
const MOST_CHANGES = 20;

export const saveRecords = defineTool({
  name: 'save_records',
  does: 'Saving people out of a text',
  description:
    'Adds or updates the people of a pasted text or attached file: a signature, a photo of a business card, notes, a list. Proposed first, as a card of changes.',
  input: z.strictObject(sourceShape),
  effect: 'ask',
  async propose(args, context): Promise<Proposal | undefined> {
    const { people, source } = await peopleOf(context, args);
    const known = await knownPeople(context, PEOPLE, people);
    const results = await bringIn(context, PEOPLE, people, { source, isDryRun: true });
    const problems = results.flatMap((one) => one.problems);
    const added = results.reduce((sum, { counts }) => sum + counts.created, 0);
    const changed = results.reduce((sum, { counts }) => sum + counts.updated, 0);
    if (added + changed === 0) throw new InvalidError(nothingNew(people, problems));
    const changes = await changesOf(context, people, known);
    const what = [
      added && `add ${counted(added, PEOPLE.label)}`,
      changed && `update ${counted(changed, PEOPLE.label)}`,
    ]
      .filter(Boolean)
      .join(' and ');
    return {
      title: `${what.charAt(0).toUpperCase()}${what.slice(1)} from ${source}`,
      preview: {
        count: added + changed,
        sample: people.map((person, at) => ({
          id: known[at]?.id ?? '',
          title: saidOf(person, 'name') || saidOf(person, 'email'),
          detail: known[at] ? 'is there already' : 'new',
        })),
        changes: [
          ...changes.slice(0, MOST_CHANGES),
          ...problems.map(({ title, reason }) => ({ label: title, to: `left out: ${reason}` })),
        ],
        outside: source,
      },
      recordIds: known.flatMap((record) => record?.id ?? []),
    };
  },
  async run(args, context): Promise<ToolResult> {
    const { people, source } = await peopleOf(context, args);
    const results = await bringIn(context, PEOPLE, people, { source, isDryRun: false });
    const problems = results.flatMap((one) => one.problems);
    const now = (await knownPeople(context, PEOPLE, people)).filter((record) => record !== undefined);
    const sum = (kind: 'created' | 'updated') => results.reduce((all, { counts }) => all + counts[kind], 0);
    const made = results.reduce((all, { counts }) => all + counts.made, 0);
    const said = [
      `${counted(sum('created'), PEOPLE.label)} added`,
      `${sum('updated')} updated`,
      ...(made > 0 ? [`${counted(made, { one: 'company', many: 'companies' })} made`] : []),
    ].join(', ');
    const left = problems.map(({ title, reason }) => ` **${title}** was left out: ${reason}`).join('');
    const [only] = now;
    const card =
      now.length === 1 && only
        ? await recordCard(context, PEOPLE, only, { badge: 'Saved', ...undoable(context) })
        : {
            ...(await tableCard(context, PEOPLE, now, { title: 'Saved', count: now.length })),
            ...undoable(context),
          };
    return {
      text: `Saved from ${source}: ${said}.${left}`,
      cards: [card],
      changes: now.map(({ id }) => ({ entity: PEOPLE.name, id, change: 'updated' as const })),
      focus: now.map((record) => focusOf(PEOPLE, record)),
      isAnswer: true,
    };
  },
});

/** Before and after, of what differs. */
async function changesOf(
  context: ToolContext,
  people: readonly Person[],
  known: Awaited<ReturnType<typeof knownPeople>>,
) {
  const records = known.filter((record) => record !== undefined);
  const titles = await titlesFor(context, PEOPLE, records as never);
  const company = (record: Record<string, unknown> | undefined) =>
    record?.companyId ? titles.get(String(record.companyId)) : undefined;
  return people.flatMap((person, at) => {
    const record = known[at];
    const who = people.length > 1 ? `${saidOf(person, 'name') || saidOf(person, 'email')}: ` : '';
    return SHOWN.flatMap(([field, label, stored]) => {
      const to = saidOf(person, field);
      const from = field === 'company' ? company(record) : (record?.[stored] as string | undefined);
      if (!to || (from && sameText(from, to))) return [];
      return [{ label: `${who}${label}`, ...(from && { from }), to }];
    });
  });
}

const sameText = (a: string, b: string): boolean =>
  fold(a) === fold(b) ||
  (/\d{5}/.test(a.replace(/\D/g, '')) &&
    a.replace(/\D/g, '').endsWith(b.replace(/\D/g, '').replace(/^0+/, '') || 'x'));

function nothingNew(
  people: readonly Person[],
  problems: ReadonlyArray<{ title: string; reason: string }>,
): string {
  const [problem] = problems;
  if (problem) return `I can save nothing of it: ${problem.title}: ${problem.reason}`;
  const names = people.map((person) => saidOf(person, 'name') || saidOf(person, 'email')).join(', ');
  return `There is nothing new in it: ${names} ${people.length === 1 ? 'is' : 'are'} here already, with all of that.`;
}
