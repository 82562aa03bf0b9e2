import { Activity, type ActivityRecord } from '@clianta/crm-core/crm/activity/activity.schema';
import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { type AnyRecord, type Entity, titleOf } from '@clianta/crm-core/entity/define-entity';
import { parseInstant } from '@clianta/crm-core/entity/filter';
import { InvalidError } from '@clianta/crm-core/errors';
import { DateTime } from 'luxon';
import { z } from 'zod';
import type { BriefCard } from '../../reply.schema.ts';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { focusOf } from '../../tools/focus.ts';
import { counted, formatDate, listed } from '../../tools/format.ts';
import { titlesFor } from '../../tools/present.ts';
import { subjectShape, subjectsOf } from '../../tools/subjects-of.ts';
import { whoseOf, whoseShape } from '../../tools/whose.ts';
import { changeKinds } from './change-kinds.ts';
import { type About, changesOf, isTold, type Time, within } from './changes-of.ts';
import { sectionOf } from './some-of.ts';
import { unreadInWords } from './unread-words.ts';

/** Items of a section. */
const NAMED = 12;
export const whatChanged = defineTool({
  name: 'what_changed',
  does: 'Looking at what has changed',
  slash: { command: 'news' },
  description:
    'What is new since a time: deals won, lost and moved, records added, assigned, changed or deleted, calls and notes. By others in what the user looks after ("what did I miss"), of a teammate or the team, or with one company, person or deal ("what is new with Acme since Monday").',
  input: z.strictObject({
    since: slot({ kind: 'since' }, z.string())
      .optional()
      .describe('ISO 8601 or "today-3d"; default the last working day'),
    until: z.string().optional().describe('ISO 8601, excluded'),
    whose: whoseShape.optional(),
    ...subjectShape,
  }),
  effect: 'read',
  async run(args, context): Promise<ToolResult> {
    const since = args.since ? instant(context, args.since) : lastWorkingDay(context);
    const until = args.until ? instant(context, args.until) : undefined;
    const about = await aboutOf(context, args);
    const [{ changes, isComplete }, activities] = await Promise.all([
      changesOf(context, about, { since, until }),
      activitiesOf(context, about, { since, until }),
    ]);
    const time = until
      ? `From ${formatDate(since, context)} to ${formatDate(until, context)}`
      : `Since ${formatDate(since, context)}`;
    if (changes.length + activities.count === 0) return nothingNew(context, about, time, since);
    const kinds = await changeKinds(context, changes, 'whose' in about ? about.whose : undefined);
    const counts = [
      ...kinds.map(({ words }) => words),
      ...(activities.count > 0 ? [counted(activities.count, TALKS)] : []),
    ];
    const cut = isComplete ? '' : ' There was more than I could read: ask for a shorter time.';
    const headline = kinds[0]?.headline;
    const unread = isOwn(about) ? await unreadInWords(context) : '';
    return {
      text: `${time}, ${whereInWords(about)}: ${listed(counts)}.${headline ? ` ${headline}` : ''}${cut}${unread}`,
      cards: [
        {
          type: 'brief',
          title: 'whose' in about ? 'What is new' : `What is new with ${about.title}`,
          subtitle: time,
          sections: [
            ...(await Promise.all(
              kinds.map(async ({ heading, changes: own, line }) =>
                sectionOf(heading, own.length, await Promise.all(own.slice(0, NAMED).map(line))),
              ),
            )),
            ...(activities.count > 0 ? [await talksSection(context, activities)] : []),
          ],
        },
      ],
      focus: [
        ...('whose' in about ? [] : [focusOf(about.entity, about.record)]),
        ...changes
          .filter(({ change }) => change !== 'deleted')
          .map(({ entity, id, title }) => ({ entity: entity.name, id, title })),
      ].slice(0, 12),
      isAnswer: true,
    };
  },
});

const TALKS = { one: 'call, mail, meeting or note', many: 'calls, mails, meetings and notes' };

function instant(context: ToolContext, text: string): Date {
  const at = parseInstant(text, context);
  if (at) return at;
  throw new InvalidError(`“${text}” is not a date I understand. Try 2026-03-31 or “since Monday”.`);
}

/** The beginning of the day before; on Mondays and at the weekend that of Friday. */
function lastWorkingDay({ now, timeZone }: ToolContext): Date {
  const today = DateTime.fromJSDate(now, { zone: timeZone }).startOf('day');
  const back = today.weekday === 1 ? 3 : today.weekday === 7 ? 2 : 1;
  return today.minus({ days: back }).toJSDate();
}

async function aboutOf(
  context: ToolContext,
  args: Parameters<typeof subjectsOf>[1] & { whose?: string | undefined },
): Promise<About> {
  if (!args.company && !args.contact && !args.deal) return { whose: await whoseOf(context, args.whose) };
  const { contact, deal, company } = await subjectsOf(context, args);
  const named: Array<[Entity, AnyRecord | undefined, boolean]> = [
    [Contact, contact, Boolean(args.contact)],
    [Opportunity, deal, Boolean(args.deal)],
    [Company, company, Boolean(args.company)],
  ];
  const [entity, record] = named.find(([, one, isNamed]) => one && isNamed) ?? [];
  if (!entity || !record) throw new InvalidError('Say what it is about: a person, a company or a deal.');
  return { entity, record, title: titleOf(entity, record) };
}

interface Talks {
  count: number;
  records: ActivityRecord[];
}

/** What others have entered about what somebody looks after, or anybody about one record. */
async function activitiesOf({ crm, scope }: ToolContext, about: About, time: Time): Promise<Talks> {
  const references = Activity.fields.flatMap(({ name, ref }) => {
    const target = ref === undefined ? undefined : crm.store.entities.get(ref);
    return target && isTold(target) ? [{ name, target }] : [];
  });
  const filter = {
    where: [
      ...within('createdAt', time),
      { field: 'type', op: 'ne' as const, value: 'change' },
      ...('whose' in about
        ? about.whose.isMe
          ? [{ field: 'userId', op: 'ne' as const, value: about.whose.userId }]
          : []
        : references
            .filter(({ target }) => target.name === about.entity.name)
            .map(({ name }) => ({ field: name, op: 'eq' as const, value: about.record.id }))),
    ],
    ...('whose' in about &&
      about.whose.userId !== undefined && {
        anyOf: references.map(({ name, target }) => [
          {
            field: name,
            op: 'is_set' as const,
            where: [{ field: String(target.talk?.owner), op: 'eq' as const, value: about.whose.userId }],
          },
        ]),
      }),
  };
  const service = crm.records(Activity);
  const [count, page] = await Promise.all([
    service.count(scope, filter),
    service.find(scope, { ...filter, sort: '-at', limit: NAMED }),
  ]);
  return { count, records: page.records };
}

async function talksSection(
  context: ToolContext,
  { count, records }: Talks,
): Promise<BriefCard['sections'][number]> {
  const titles = await titlesFor(context, Activity, records);
  const items = records.map((entry) => {
    const who = titles.get(entry.userId ?? '');
    const body = entry.body ? ` – ${entry.body.slice(0, 240)}` : '';
    const source = titles.get(entry.contactId ?? '') ?? titles.get(entry.companyId ?? '');
    return {
      text: `${formatDate(entry.at, context)}: ${entry.subject}${body}${who ? ` (${who})` : ''}`,
      ...(source && { source }),
    };
  });
  return sectionOf('Calls, mails, meetings and notes', count, items);
}

const isOwn = (about: About): boolean => 'whose' in about && about.whose.isMe;

const whereInWords = (about: About): string =>
  'whose' in about
    ? about.whose.isMe
      ? 'others did this with what you look after'
      : about.whose.userId
        ? `with what ${about.whose.name} looks after`
        : 'in the whole team'
    : `with **${about.title}**`;

/** Nothing with one's own records: whether there was anything elsewhere is said. */
async function nothingNew(
  context: ToolContext,
  about: About,
  time: string,
  since: Date,
): Promise<ToolResult> {
  if (!('whose' in about))
    return {
      text: `${time} nothing has changed with **${about.title}**.`,
      focus: [focusOf(about.entity, about.record)],
      isAnswer: true,
    };
  const { whose } = about;
  const whom = whose.isMe
    ? 'you look after'
    : whose.userId
      ? `${whose.name} looks after`
      : 'the team looks after';
  const nothing = `${time} nothing has changed with what ${whom}${whose.isMe ? ' by anybody else' : ''}.`;
  const team = whose.userId
    ? await changesOf(context, { whose: await whoseOf(context, 'team') }, { since, until: undefined })
    : undefined;
  const others = team?.changes.length ?? 0;
  const elsewhere =
    others > 0
      ? ` In the whole team ${counted(others, { one: 'record was', many: 'records were' })} changed: ask “what changed in the team” to see.`
      : '';
  const unread = isOwn(about) ? await unreadInWords(context) : '';
  return { text: `${nothing}${elsewhere}${unread}`, isAnswer: true };
}
