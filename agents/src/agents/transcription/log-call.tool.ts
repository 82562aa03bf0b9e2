import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import { CallRecording } from '@clianta/crm-core/crm/call-recording/call-recording.schema';
import { heardCall } from '@clianta/crm-core/crm/call-recording/heard-call';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type Proposal, type ToolContext, type ToolResult } from '../../tool.ts';
import { anyRecord } from '../../tools/any-record.ts';
import { undoable } from '../../tools/focus.ts';
import { recordCard } from '../../tools/present.ts';
import { type CallView, sourceOf } from './call-words.ts';
import { aboutRecord, outsideOf } from './take-in-call.ts';
import { callShape, keptCall, theCall } from './the-call.ts';

const BODY = 10_000;

export const logCall = defineTool({
  name: 'log_call',
  does: 'Logging a call',
  entity: CallRecording.name,
  description:
    'Puts a recorded call on the timeline of a person, a company or a deal, with its summary and action items. Always proposed first.',
  input: z.strictObject({
    call: callShape.call,
    to: slot({ kind: 'subject' }, z.string())
      .describe('The person, company or deal; left out: whom the call was with')
      .optional(),
  }),
  effect: 'ask',
  async propose({ call: name, to }, context): Promise<Proposal | undefined> {
    const call = await theCall(context, { call: name });
    const target = await targetOf(context, call, to);
    return {
      title: `Log ${call.title} to ${target.title}`.slice(0, 200),
      preview: {
        count: 1,
        sample: [{ title: target.title }],
        changes: call.summary
          .slice(0, 5)
          .map(({ text, segment }) => ({ label: sourceOf(call, segment), to: text })),
        outside: outsideOf(call.title),
      },
      recordIds: call.id ? [call.id] : [],
    };
  },
  async run({ call: name, to }, context): Promise<ToolResult> {
    const { crm, scope } = context;
    const [approvedId] = context.approvedIds ?? [];
    const call = approvedId
      ? await heardCall(crm, scope, approvedId)
      : await keptCall(context, { call: name });
    const target = await targetOf(context, call, to);
    const about = await aboutRecord(context, target);
    const entry = await crm.records(Activity).create(
      scope,
      {
        type: 'call',
        subject: call.title,
        body: bodyOf(call),
        at: call.at,
        userId: call.ownerId ?? scope.actor.id,
        ...about,
      },
      { outside: outsideOf(call.title) },
    );
    const after = await crm.records(CallRecording).update(scope, call.id, about);
    return {
      text: `Logged **${call.title}** to **${target.title}**.`,
      cards: [await recordCard(context, Activity, entry, { badge: 'Logged', ...undoable(context) })],
      changes: [
        { entity: Activity.name, id: entry.id, change: 'created' },
        ...(after.version === call.version
          ? []
          : [{ entity: CallRecording.name, id: call.id, change: 'updated' as const }]),
      ],
      focus: [{ entity: CallRecording.name, id: call.id, title: call.title }, target],
      isAnswer: true,
    };
  },
});

/** Whose timeline it goes to. @throws InvalidError where nobody is named and nobody is known */
async function targetOf(
  context: ToolContext,
  call: CallView & { contactId?: string; companyId?: string; opportunityId?: string },
  to: string | undefined,
) {
  if (to) {
    const found = await anyRecord(context, to, 'to');
    if (found) return found;
    throw new InvalidError(`I know no person, company or deal called “${to}”.`);
  }
  const id = call.opportunityId ?? call.contactId ?? call.companyId;
  const found = id && (await anyRecord(context, id, 'to'));
  if (found) return found;
  throw new InvalidError('Whom was the call with? Say for example “log it to Acme”.');
}

/** The summary and the action items, with who said it and when. */
function bodyOf(call: CallView): string {
  const section = (heading: string, lines: readonly string[]) =>
    lines.length > 0 ? [`${heading}:`, ...lines.map((line) => `- ${line}`), ''] : [];
  return [
    ...section(
      'Summary',
      call.summary.map(({ text, segment }) => `${text} (${sourceOf(call, segment)})`),
    ),
    ...section(
      'Action items',
      call.actionItems.map(
        ({ text, owner, segment }) => `${owner ? `${owner}: ` : ''}${text} (${sourceOf(call, segment)})`,
      ),
    ),
  ]
    .join('\n')
    .trim()
    .slice(0, BODY);
}
