import { CalendarEvent } from '@clianta/crm-core/calendar/calendar-event/calendar-event.schema';
import { importIcs, type PlannedImport, plannedImport } from '@clianta/crm-core/calendar/ics/import-ics';
import { MOST_ICS_BYTES } from '@clianta/crm-core/calendar/ics/read-ics';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type Proposal, type ToolContext, type ToolResult } from '../../tool.ts';
import { fileMeant } from '../../tools/file-meant.ts';
import { counted, formatClock, formatDay } from '../../tools/format.ts';

const SAMPLE = 5;
const EVENTS = { one: 'event', many: 'events' };

export const importCalendar = defineTool({
  name: 'import_calendar',
  does: 'Reading a calendar file',
  entity: CalendarEvent.name,
  description:
    'Brings the events of a calendar file (.ics, iCalendar) that was attached into the calendar of the caller, once it is approved. Brought in again it changes what changed. No other calendar can be connected.',
  input: z.strictObject({
    file: slot({ kind: 'text' }, z.string().trim().min(1).max(120))
      .optional()
      .describe('Its name; left out: the newest in the conversation'),
  }),
  effect: 'ask',
  takesFiles: {
    argument: 'file',
    label: 'Into my calendar',
    fits: ({ mime }, text) => mime === 'text/calendar' || text.startsWith('BEGIN:VCALENDAR'),
  },
  async propose({ file }, context): Promise<Proposal | undefined> {
    const { name, plan } = await read(context, file);
    const { events } = plan;
    if (events.length === 0) return undefined;
    const when = (event: (typeof events)[number]) =>
      event.startAt
        ? `${formatDay(event.startAt, context)}, ${formatClock(event.startAt, context)}`
        : formatDay(event.startDate ?? '', context);
    return {
      title: `Bring ${counted(events.length, EVENTS)} of ${name} into your calendar`,
      preview: {
        count: events.length,
        sample: events.slice(0, SAMPLE).map((event) => ({ title: event.title, detail: when(event) })),
        changes: [
          { label: 'Seen by others', to: 'only as busy' },
          ...(plan.refused.length > 0
            ? [{ label: 'Left out', to: `${plan.refused.length}, since they cannot be read` }]
            : []),
        ],
      },
      recordIds: [],
    };
  },
  async run({ file }, context): Promise<ToolResult> {
    const { name, plan } = await read(context, file);
    if (plan.events.length === 0)
      return { text: `There is nothing in ${name} to bring in.${refusedInWords(plan)}`, isAnswer: true };
    const { added, changed, same, refused } = await importIcs(
      context.crm,
      context.scope,
      plan,
      `the file ${name}`,
    );
    const parts = [
      `Brought ${counted(added.length, EVENTS)} into your calendar`,
      ...(changed.length > 0 ? [`${changed.length} changed`] : []),
      ...(same > 0 ? [`${same} were there already`] : []),
      ...(refused > 0 ? [`${refused} were refused`] : []),
    ];
    return {
      text: `${parts.join(', ')}. Others only see that you are busy.${refusedInWords(plan)}`,
      changes: [
        ...added.map((id) => ({ entity: CalendarEvent.name, id, change: 'created' as const })),
        ...changed.map((id) => ({ entity: CalendarEvent.name, id, change: 'updated' as const })),
      ],
      suggestions: ["What's on my calendar this week?"],
      isAnswer: true,
    };
  },
});

function refusedInWords({ refused, old }: PlannedImport): string {
  const said = refused.slice(0, 3).map(({ title, why }) => `${title} (${why})`);
  return [
    ...(said.length > 0 ? [` Left out ${counted(refused.length, EVENTS)}: ${said.join('; ')}.`] : []),
    ...(old > 0 ? [` ${counted(old, EVENTS)} over for more than a year stayed out.`] : []),
  ].join('');
}

async function read(
  context: ToolContext,
  said: string | undefined,
): Promise<{ name: string; plan: PlannedImport }> {
  const { crm, scope } = context;
  const meant = await fileMeant(context, said, ['text']);
  const { file, stream } = await crm.files.open(scope, meant.id);
  if (file.bytes > MOST_ICS_BYTES) {
    stream.destroy();
    throw new InvalidError('A calendar file may have 5 MB at most. Export a shorter time.');
  }
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  scope.onOutside?.(`the file ${file.name}`);
  return { name: file.name, plan: await plannedImport(crm, scope, Buffer.concat(chunks).toString('utf8')) };
}
