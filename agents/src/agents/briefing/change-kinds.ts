import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { isTeammate } from '@clianta/crm-core/workspace/user/user.schema';
import type { BriefCard } from '../../reply.schema.ts';
import type { ToolContext } from '../../tool.ts';
import { differenceInWords } from '../../tools/difference-in-words.ts';
import { capitalize, counted, formatMoney, listed } from '../../tools/format.ts';
import { describeChanges } from '../../tools/present.ts';
import type { Whose } from '../../tools/whose.ts';
import type { NetChange } from './net-changes.ts';

type Item = BriefCard['sections'][number]['items'][number];

/** Changes of one kind, as a section of an answer and in its sentence. */
export interface ChangeKind {
  heading: string;
  /** "2 deals won". */
  words: string;
  /** The first of them as a sentence, where it is worth one. */
  headline?: string;
  changes: NetChange[];
  line(change: NetChange): Promise<Item>;
}

interface Kind {
  heading: string;
  /** What was done, after the noun: "won". */
  done: string;
  fits(change: NetChange, whose: Whose | undefined): boolean;
  /** What a line says after the title. Default: field by field what is different. */
  says?(context: ToolContext, change: NetChange): Promise<string>;
  isHeadline?: boolean;
}

const ownerOf = ({ entity }: NetChange) => entity.talk?.owner ?? '';
const stageOf = ({ entity }: NetChange) => entity.fields.find((field) => field.part)?.name ?? '';
const isClosedAs = (change: NetChange, status: string) =>
  change.entity.name === Opportunity.name && change.change !== 'deleted' && change.after.status === status;

/** In the order of how much they matter; a change is of the first kind that it fits. */
const KINDS: readonly Kind[] = [
  { heading: 'Won', done: 'won', fits: (change) => isClosedAs(change, 'won'), says: worth, isHeadline: true },
  {
    heading: 'Lost',
    done: 'lost',
    fits: (change) => isClosedAs(change, 'lost'),
    says: worth,
    isHeadline: true,
  },
  { heading: 'Deleted', done: 'deleted', fits: ({ change }) => change === 'deleted', says: nothing },
  {
    heading: 'Given to you',
    done: 'given to you',
    fits: (change, whose) => whose?.isMe === true && change.after[ownerOf(change)] === whose.userId,
    says: async (context, change) =>
      change.change === 'created' ? 'new' : fromTo(context, change, ownerOf(change)),
  },
  { heading: 'New', done: 'added', fits: ({ change }) => change === 'created', says: worth },
  { heading: 'Restored', done: 'restored', fits: ({ change }) => change === 'restored', says: nothing },
  {
    heading: 'In other hands',
    done: 'given to somebody else',
    fits: (change) => Object.hasOwn(change.after, ownerOf(change)),
    says: (context, change) => fromTo(context, change, ownerOf(change)),
  },
  {
    heading: 'Moved',
    done: 'moved',
    fits: (change) => Object.hasOwn(change.after, stageOf(change)),
    says: (context, change) => fromTo(context, change, stageOf(change)),
  },
  {
    heading: 'Done',
    done: 'done',
    fits: ({ entity, after }) => entity.name === Task.name && after.status === 'completed',
    says: nothing,
  },
  { heading: 'Changed', done: 'changed', fits: () => true },
];

/** Changes sorted by what was done; those that nobody would be told of, such as a clock that moved on, are left out. */
export async function changeKinds(
  context: ToolContext,
  changes: readonly NetChange[],
  whose: Whose | undefined,
): Promise<ChangeKind[]> {
  const kinds = new Map<Kind, NetChange[]>();
  for (const change of changes) {
    const kind = KINDS.find(({ fits }) => fits(change, whose));
    if (kind) kinds.set(kind, [...(kinds.get(kind) ?? []), change]);
  }
  return Promise.all(
    KINDS.filter((kind) => kinds.has(kind)).map(async (kind) => {
      const own = kinds.get(kind) ?? [];
      const [first] = own;
      const line = (change: NetChange) => lineOf(context, kind, change);
      const headline = kind.isHeadline && first ? await headlineOf(context, kind, first) : undefined;
      return {
        heading: kind.heading,
        words: `${countsInWords(own)} ${kind.done}`,
        ...(headline && { headline }),
        changes: own,
        line,
      };
    }),
  );
}

async function headlineOf(context: ToolContext, { done }: Kind, change: NetChange): Promise<string> {
  const what = await worth(context, change);
  return `${byWhom(change)} marked **${change.title}** as ${done}${what ? `: ${what}` : ''}.`;
}

/** "2 deals and 1 task". */
function countsInWords(changes: readonly NetChange[]): string {
  const entities = [...new Set(changes.map(({ entity }) => entity))];
  return listed(
    entities.map((entity) => counted(changes.filter((one) => one.entity === entity).length, entity.label)),
  );
}

async function lineOf(context: ToolContext, kind: Kind, change: NetChange): Promise<Item> {
  const { entity, title, before, after } = change;
  const what = kind.says
    ? await kind.says(context, change)
    : await differenceInWords(context, entity, before, after);
  return {
    text: `${title}${what ? `: ${what}` : ''} (${byWhom(change)})`,
    source: capitalize(entity.label.one),
  };
}

const byWhom = ({ by }: NetChange) => listed(by.map(({ name }) => name));

async function nothing(): Promise<string> {
  return '';
}

/** What a deal is worth, and of a lost one why. */
async function worth(context: ToolContext, { entity, id, after }: NetChange): Promise<string> {
  const found = (await context.crm.records(entity).getMany(context.scope, [id])).get(id);
  const record: Record<string, unknown> = { ...after, ...found };
  const amount = entity.fields.find(({ name }) => name === entity.talk?.sums)?.name;
  const minor = amount === undefined ? undefined : record[amount];
  return [
    typeof minor === 'number' ? formatMoney(minor, String(record.currency ?? context.currency), context) : '',
    typeof after.lossReason === 'string' ? after.lossReason : '',
  ]
    .filter(Boolean)
    .join(', ');
}

/** "Qualified to Proposal", with what else has changed. */
async function fromTo(
  context: ToolContext,
  { entity, before, after }: NetChange,
  name: string,
): Promise<string> {
  const [main] = await describeChanges(context, entity, { [name]: after[name] }, { [name]: before[name] });
  const field = entity.fields.find((one) => one.name === name);
  const nobody = field && isTeammate(field) ? 'nobody' : 'nothing';
  const said = main
    ? `${(main.from ?? '—').replace(/^—$/, nobody)} to ${main.to.replace('(empty)', nobody)}`
    : '';
  const follows = entity.fields.filter((one) => one.follows === name).map((one) => one.name);
  const more = await differenceInWords(context, entity, before, after, [name, ...follows, 'status']);
  return [said, more].filter(Boolean).join('; ');
}
