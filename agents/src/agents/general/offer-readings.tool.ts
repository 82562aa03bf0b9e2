import { z } from 'zod';
import { defineTool, type ToolResult } from '../../tool.ts';
import { callInWords, titlesOf, tracedCallSchema } from '../../tools/call-in-words.ts';
import { capitalize } from '../../tools/format.ts';

/** More of them nobody reads. */
const MOST = 3;

export const offerReadings = defineTool({
  name: 'offer_readings',
  does: 'Asking what is meant',
  description:
    'Asks which of up to three calls is meant, when a request can be understood in several ways. Runs none.',
  input: z.strictObject({
    calls: z.array(tracedCallSchema).min(1).max(MOST),
    reason: z.string().optional().describe('What is not clear, in a sentence'),
  }),
  isInternal: true,
  effect: 'read',
  async run({ calls, reason }, context): Promise<ToolResult> {
    const words = { context, titles: await titlesOf(context, calls) };
    const options = calls.map((call) => {
      const label = capitalize(callInWords(words, call)).replaceAll('**', '');
      return { label, value: label, call };
    });
    const asked = options.length === 1 ? 'Do you mean this?' : 'Do you mean one of these?';
    const text = reason ? `${reason} ${asked}` : asked;
    return { text, question: { text, options, argument: '' }, isAnswer: true };
  },
});
