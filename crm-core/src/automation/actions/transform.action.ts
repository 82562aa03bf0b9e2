import { z } from 'zod';
import { defineAction } from './action.ts';

/** Makes a text of what is known, for the steps that follow. */
export const transform = defineAction({
  name: 'transform',
  input: z.strictObject({
    name: z.string().regex(/^[a-z][a-zA-Z0-9_]{0,30}$/),
    template: z.string().min(1).max(2_000),
  }),
  effect: 'own',
  repeats: 'once',
  words: ({ name }) => `work out “${name}”`,
  async run({ name, template }, { fill }) {
    const value = fill(template);
    return { told: `worked out ${name}: ${value.slice(0, 200)}`, output: { name, value } };
  },
});
