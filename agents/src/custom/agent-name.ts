import { AgentDefinition } from '@clianta/crm-core/automation/agent-definition/agent-definition.schema';
import { fold } from '@clianta/crm-core/entity/search-text';
import { InvalidError } from '@clianta/crm-core/errors';
import type { Catalogue } from '../catalogue.ts';
import type { ToolContext } from '../tool.ts';
import { capitalize } from '../tools/format.ts';

/** Short, and no words of the trade: an agent is called by its name in the middle of a sentence. */
const GIVEN = ['Scout', 'Pixel', 'Juno', 'Otto', 'Iris', 'Milo', 'Rover', 'Lumi', 'Theo', 'Nell'];
const MOST = 200;

const plain = (text: string) =>
  fold(text)
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/agent$/, '');

/** Whether an agent that comes with Clianta is called so: "contact", "contactAgent", "Contact agent". */
const isBuiltIn = (name: string, { agents }: Catalogue): boolean =>
  agents.some((agent) => plain(agent.name) === plain(name));

async function takenNames({ crm, scope, catalogue }: ToolContext): Promise<(name: string) => boolean> {
  const { records } = await crm.records(AgentDefinition).find(scope, { limit: MOST });
  return (name) => isBuiltIn(name, catalogue) || records.some((one) => fold(one.name) === fold(name));
}

/** A name that somebody wants for an agent. @throws InvalidError when another has it */
export async function wantedName(context: ToolContext, said: string): Promise<string> {
  const name = capitalize(said.trim().replace(/^[“"']|[”"']$/g, ''));
  const isTaken = await takenNames(context);
  if (isTaken(name))
    throw new InvalidError(`An agent called “${name}” is there already. Choose another name.`);
  return name;
}

/** A name for an agent that nobody named. */
export async function givenName(context: ToolContext): Promise<string> {
  const isTaken = await takenNames(context);
  for (let round = 1; ; round++)
    for (const name of GIVEN) {
      const free = round === 1 ? name : `${name} ${round}`;
      if (!isTaken(free)) return free;
    }
}
