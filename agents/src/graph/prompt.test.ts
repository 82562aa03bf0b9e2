import { expect, it } from 'vitest';
import type { LanguageContext } from '../language/language-context.ts';
import { catalogue } from '../registry.ts';
import { systemPrompt } from './prompt.ts';
import { newStepState, type Step } from './state.ts';
import type { TurnRuntime } from './turn-runtime.ts';

const language: LanguageContext = {
  now: new Date('2026-11-23T10:00:00Z'),
  timeZone: 'UTC',
  locale: 'en-GB',
  currency: 'EUR',
  user: { id: 'u', name: 'Sam' },
  focus: [],
  team: [],
  pipelines: [],
  customFields: [],
  findNames: async () => [],
  findPlace: async () => undefined,
  knownValues: async () => [],
};
const runtime = { language, catalogue, now: language.now, models: {} } as unknown as TurnRuntime;
const [agent] = catalogue.agents;
const promptOf = (more: Partial<Step>) => {
  const brief = { goal: 'Move it', records: [], constraints: [] };
  const step: Step = { id: 's1', agent: 'contactAgent', title: '', brief, after: [], ...more };
  return systemPrompt(runtime, agent as NonNullable<typeof agent>, newStepState(step, 'Move it', {}, true));
};

it('tells what was recognised in the request, a line each', () => {
  const hints = ['"Jane" is the contact Jane Doe (id 65f0)', '"next Friday" is 2026-12-04'];
  expect(promptOf({ hints })).toContain(`Recognised in the request:\n- ${hints[0]}\n- ${hints[1]}\n`.trim());
  expect(promptOf({})).not.toContain('Recognised');
});
