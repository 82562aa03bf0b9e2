import { CallRecording } from '@clianta/crm-core/crm/call-recording/call-recording.schema';
import { foldWords } from '@clianta/crm-core/entity/search-text';
import { z } from 'zod';
import type { BriefCard } from '../../reply.schema.ts';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { formatDate } from '../../tools/format.ts';
import { mindOf } from './action-items.tool.ts';
import { type CallView, sourceOf } from './call-words.ts';
import { quotesAbout } from './quotes-about.ts';
import { type Felt, measureMood, moodInWords } from './reading/measure-mood.ts';
import { outsideOf } from './take-in-call.ts';
import { callShape, theCall } from './the-call.ts';

/** Turns of a transcript that are shown in a conversation. */
const MOST_TURNS = 30;

export const summarizeCall = defineTool({
  name: 'summarize_call',
  does: 'Listening to a call',
  entity: CallRecording.name,
  description:
    'What a call was about (summary), how it sounded (mood), its words (transcript), or what was said in it about something; each with who said it and when.',
  input: z.strictObject({
    ...callShape,
    show: z.enum(['summary', 'mood', 'transcript']).optional(),
    mention: slot({ kind: 'text' }, z.string().trim().min(1).max(200))
      .describe('What is looked for in it')
      .optional(),
  }),
  effect: 'read',
  answersAbout: { entity: CallRecording.name, argument: 'mention', args: {} },
  async run({ show, mention, ...said }, context): Promise<ToolResult> {
    const call = await theCall(context, said);
    const answer = mention
      ? quoted(call, mention)
      : show === 'mood'
        ? await mood(call)
        : show === 'transcript'
          ? turns(call)
          : await summary(call, context);
    return { ...answer, ...mindOf(call), isOutside: outsideOf(call.title), isAnswer: true };
  },
});

type Answer = Pick<ToolResult, 'text' | 'cards' | 'suggestions'>;

async function summary(call: CallView, context: ToolContext): Promise<Answer> {
  const { summary: points, actionItems, title, at, segments } = call;
  const speakers = [...new Set(segments.map(({ speaker }) => speaker))];
  const card: BriefCard = {
    type: 'brief',
    title,
    subtitle: [formatDate(at, context), speakers.join(', ')].join(' · '),
    sections: [
      {
        heading: 'What was said',
        items: points.map(({ text, segment }) => ({ text, source: sourceOf(call, segment) })),
      },
      {
        heading: 'Action items',
        items: actionItems.map(({ text, owner, segment }) => ({
          text: owner ? `${owner}: ${text}` : text,
          source: sourceOf(call, segment),
        })),
      },
    ].filter(({ items }) => items.length > 0),
  };
  const feeling =
    call.language === 'en' ? ` It sounded ${moodInWords((await measureMood(segments)).score)}.` : '';
  const nothing = points.length === 0 ? ' I find nothing in it that carries weight.' : '';
  return {
    text: `**${title}** in ${points.length === 1 ? 'one point' : `${points.length} points`}, in its own words.${feeling}${nothing}`,
    cards: card.sections.length > 0 ? [card] : [],
    suggestions: ['Action items', 'How did they sound?', 'Show the transcript'],
  };
}

async function mood(call: CallView): Promise<Answer> {
  if (call.language !== 'en')
    return {
      text: `I can only tell how a call in English sounded, and **${call.title}** ${call.language ? `is in another language (${call.language})` : 'has too few words to tell its language'}.`,
      suggestions: ['Sum it up'],
    };
  const { score, bySpeaker, best, worst } = await measureMood(call.segments);
  const quote = ({ text, segment, score: own }: Felt) => ({
    text: `“${text}” (${signed(own)})`,
    source: sourceOf(call, segment),
  });
  const card: BriefCard = {
    type: 'brief',
    title: `How ${call.title} sounded`,
    subtitle: bySpeaker.map(({ speaker, score: own }) => `${speaker} ${signed(own)}`).join(' · '),
    sections: [
      { heading: 'Best', items: best.map(quote) },
      { heading: 'Worst', items: worst.map(quote) },
    ].filter(({ items }) => items.length > 0),
  };
  return {
    text: `It sounded **${moodInWords(score)}**: ${signed(score)} on a scale from −1 to +1, counted from its words alone (English only).`,
    cards: card.sections.length > 0 ? [card] : [],
    suggestions: ['Sum it up', 'Action items'],
  };
}

/** "+0.42", "−0.3". */
const signed = (score: number): string =>
  `${score > 0 ? '+' : score < 0 ? '−' : ''}${Math.abs(Math.round(score * 100) / 100)}`;

function turns(call: CallView): Answer {
  const { segments, title, id } = call;
  const shown = segments.slice(0, MOST_TURNS);
  const part =
    segments.length > shown.length ? ` Here are the first ${shown.length}; all are on its page.` : '';
  return {
    text: `**${title}** has ${segments.length} turns.${part}`,
    cards: [
      {
        type: 'list',
        title,
        items: shown.map(({ text }, at) => ({
          title: text,
          detail: sourceOf(call, at),
          ...(id && { entity: CallRecording.name, id }),
        })),
        count: segments.length,
      },
    ],
    suggestions: ['Sum it up', 'Action items'],
  };
}

function quoted(call: CallView, about: string): Answer {
  const found = quotesAbout(call.segments, about);
  const words = foldWords(about).join(' ');
  if (found.length === 0) return { text: `Nobody speaks of “${words}” in **${call.title}**.` };
  return {
    text: [
      `In **${call.title}**:`,
      ...found.map((at) => `> ${call.segments[at]?.text ?? ''} (${sourceOf(call, at)})`),
    ].join('\n\n'),
    suggestions: ['Sum it up', 'Show the transcript'],
  };
}
