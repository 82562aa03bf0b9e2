import { type Agent, defineAgent } from '@clianta/agents/agent';
import { Catalogue } from '@clianta/agents/catalogue';
import { sayingsOf } from '@clianta/agents/language/sayings';
import { catalogue } from '@clianta/agents/registry';
import { slot } from '@clianta/agents/slot';
import { defineTool } from '@clianta/agents/tool';
import { z } from 'zod';

/** As many as a tool is asked to bring. */
const SAYINGS = 40;
const VERBS = ['score', 'draft', 'survey', 'invoice', 'publish', 'translate', 'schedule', 'audit'];
const THINGS = [
  'ticket',
  'sequence',
  'proposal',
  'landing page',
  'quote',
  'transcript',
  'campaign',
  'forecast',
];
const FRAMES = [
  '{verb} the {thing} of {company}',
  'please {verb} a {thing} for {company}: {text}',
  'can you {verb} our {thing} saying {text}',
  'I need the {thing} for {company} {verb}ed',
  '{company} wants a {thing}, {verb} it about {text}',
];

/** The catalogue with as many agents more, each with a tool of forty sayings. */
export function withMadeUpAgents(count: number): Catalogue {
  return new Catalogue(
    [...catalogue.agents, ...Array.from({ length: count }, (_, i) => aMadeUpAgent(i))],
    catalogue.entities.values(),
  );
}

function aMadeUpAgent(number: number): Agent {
  const name = `work_${number}`;
  const tool = defineTool({
    name,
    does: 'Working',
    description: 'Does some work that there is no other agent for.',
    input: z.strictObject({
      company: slot({ kind: 'record', entity: 'company' }, z.string()).optional(),
      text: z.string().optional(),
    }),
    effect: 'read',
    run: async () => ({ text: 'Done.' }),
  });
  return defineAgent({
    name: `madeUp${number}Agent`,
    description: tool.description,
    instructions: tool.description,
    tools: [tool],
    examples: [sayingOf(number, 0)],
    sayings: sayingsOf([tool], { [name]: Array.from({ length: SAYINGS }, (_, i) => sayingOf(number, i)) }),
  });
}

function sayingOf(agent: number, i: number): string {
  const verb = VERBS[(agent + i) % VERBS.length] ?? '';
  const thing = THINGS[(agent + Math.floor(i / VERBS.length)) % THINGS.length] ?? '';
  return (FRAMES[i % FRAMES.length] ?? '').replaceAll('{verb}', verb).replaceAll('{thing}', thing);
}
