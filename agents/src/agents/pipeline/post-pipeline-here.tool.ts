import { Conversation } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import type { PipelineRecord } from '@clianta/crm-core/crm/pipeline/pipeline.schema';
import {
  ALERT_KINDS,
  PipelineAlert,
  type PipelineAlertRecord,
} from '@clianta/crm-core/crm/pipeline-alert/pipeline-alert.schema';
import { hasRole } from '@clianta/crm-core/entity/scope';
import { ForbiddenError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { resolvePipeline } from './resolve-pipeline.ts';

const POSTS = {
  all: 'whenever one of its deals is added, moved, won or lost',
  ends: 'whenever one of its deals is won or lost',
} as const;

/** Places that are a person's own, or a page: there is nobody else to tell there. */
const OWN_PLACES: ReadonlySet<string> = new Set(['web', 'terminal', 'api']);

export const postPipelineHere = defineTool({
  name: 'post_pipeline_here',
  does: 'Changing what is posted here',
  description:
    'Posts in this channel from now on what becomes of the deals of a pipeline: all of it, or only what is won and lost. `state: off` ends that.',
  input: z.strictObject({
    pipeline: slot(
      { kind: 'record', entity: 'pipeline' },
      z.string().describe('Default: the usual one'),
    ).optional(),
    what: z.enum(ALERT_KINDS).optional().describe('Default: all'),
    state: z.enum(['on', 'off']).optional().describe('Default: on'),
  }),
  effect: 'write',
  async run({ pipeline: name, what = 'all', state = 'on' }, context): Promise<ToolResult> {
    const { crm, scope, conversationId } = context;
    if (!hasRole(scope, 'admin'))
      throw new ForbiddenError(
        'Everybody in this channel would see the deals, so an admin decides that. Ask one to say it here.',
      );
    const conversation = await crm.records(Conversation).get(scope, conversationId);
    const { channel, address } = conversation;
    if (OWN_PLACES.has(channel) || !address)
      return {
        text: 'Nobody but you reads this place. Say it in the channel of Slack, Teams or Discord that is to be told.',
        isAnswer: true,
      };
    const pipeline = await resolvePipeline(context, name);
    const place = { channel, ...placeOf(address) };
    const known = await crm.records(PipelineAlert).findOne(scope, { pipelineId: pipeline.id, ...place });
    if (state === 'off') return ended(context, pipeline, known);
    const text = `I post here from now on, ${POSTS[what]}: **${pipeline.name}**. Say “stop posting here” to end it.`;
    const alerts = crm.records(PipelineAlert);
    const alert = known
      ? await alerts.update(scope, known.id, { what })
      : await alerts.create(
          { ...scope, role: 'system' },
          { pipelineId: pipeline.id, what, ...place, address: { ...address } },
        );
    return result(alert, text, known ? 'updated' : 'created');
  },
});

const placeOf = (address: Record<string, unknown>) => ({
  externalTeamId: String(address.externalTeamId ?? ''),
  threadId: String(address.threadId ?? ''),
});

async function ended(
  { crm, scope }: ToolContext,
  { name }: PipelineRecord,
  known: PipelineAlertRecord | undefined,
): Promise<ToolResult> {
  if (!known) return { text: `Nothing of **${name}** is posted here.`, isAnswer: true };
  await crm.records(PipelineAlert).delete(scope, known.id);
  return result(known, `I post nothing of **${name}** here any more.`, 'deleted');
}

const result = (
  { id }: PipelineAlertRecord,
  text: string,
  change: 'created' | 'updated' | 'deleted',
): ToolResult => ({ text, changes: [{ entity: PipelineAlert.name, id, change }], isAnswer: true });
