import { CallRecording } from '@clianta/crm-core/crm/call-recording/call-recording.schema';
import { heardCalls } from '@clianta/crm-core/crm/call-recording/heard-call';
import type { Entity } from '@clianta/crm-core/entity/define-entity';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { searchShape } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';
import { counted } from '../../tools/format.ts';
import { type SearchArgs, searched } from '../../tools/search-tool.ts';
import { storedFilter } from '../../tools/translate.ts';
import { sourceOf } from './call-words.ts';
import { quotesAbout } from './quotes-about.ts';

/** The newest that are looked through. */
const LOOKED_THROUGH = 200;
const AT_ONCE = 20;
const MOST_QUOTES = 12;
const CALLS = CallRecording as unknown as Entity;

export const searchCalls = defineTool({
  name: 'search_calls',
  does: 'Looking through recordings',
  operation: 'list',
  entity: CallRecording.name,
  slash: { command: 'calls' },
  description:
    'Lists or counts recorded calls by company, contact, deal, when, status or sentiment; or finds in them what was said about something (mention), with quotes.',
  input: z.strictObject({
    ...searchShape(CALLS),
    mention: slot({ kind: 'text', isSought: true }, z.string().trim().min(1).max(200))
      .describe('What was spoken of')
      .optional(),
  }),
  effect: 'read',
  async run({ mention, ...args }, context): Promise<ToolResult> {
    return mention
      ? spokenOf(context, mention, args as SearchArgs)
      : searched(context, CALLS, args as SearchArgs);
  },
});

async function spokenOf(context: ToolContext, about: string, args: SearchArgs): Promise<ToolResult> {
  const { crm, scope } = context;
  const filter = await storedFilter(context, CALLS, args);
  const { records } = await crm
    .records(CallRecording)
    .find(scope, { ...filter, sort: '-at', limit: LOOKED_THROUGH });
  const quotes: Array<{ id: string; title: string; text: string; source: string }> = [];
  for (let at = 0; at < records.length && quotes.length < MOST_QUOTES; at += AT_ONCE) {
    const ids = records.slice(at, at + AT_ONCE).map(({ id }) => id);
    const calls = await heardCalls(crm, scope, ids);
    for (const id of ids) {
      const call = calls.get(id);
      if (!call) continue;
      for (const place of quotesAbout(call.segments, about).slice(0, 2))
        quotes.push({
          id,
          title: call.title,
          text: call.segments[place]?.text ?? '',
          source: sourceOf(call, place),
        });
    }
  }
  if (quotes.length === 0)
    return {
      text: `Nobody speaks of “${about}” in ${counted(records.length, CallRecording.label)}.`,
      isAnswer: true,
    };
  const found = new Map(quotes.map(({ id, title }) => [id, title]));
  return {
    text: `“${about}” is spoken of in ${counted(found.size, CallRecording.label)}.`,
    cards: [
      {
        type: 'list',
        title: `About “${about}”`,
        items: quotes.map(({ id, title, text, source }) => ({
          title: text,
          detail: `${title}: ${source}`,
          entity: CallRecording.name,
          id,
        })),
        count: quotes.length,
      },
    ],
    focus: records.filter(({ id }) => found.has(id)).map((record) => focusOf(CALLS, record)),
    lastList: { entity: CallRecording.name, ids: [...found.keys()] },
    isOutside: 'recordings of calls',
    isAnswer: true,
  };
}
