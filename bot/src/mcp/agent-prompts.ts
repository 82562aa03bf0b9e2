import type { Agent } from '@clianta/agents/agent';
import type { OwnedTool } from '@clianta/agents/catalogue';
import { capitalize } from '@clianta/agents/tools/format';
import {
  type GetPromptResult,
  type Prompt,
  type PromptMessage,
  ProtocolError,
  ProtocolErrorCode,
} from '@modelcontextprotocol/server';
import { shortNameOf } from './offered-tools.ts';
import { addressesCalled, type ResourceReader, readResource } from './record-resources.ts';

/** The agents of which a program is offered a tool. */
const agentsOf = (tools: readonly OwnedTool[]): Agent[] => [...new Set(tools.map(({ agent }) => agent))];

/** What people say to each agent, for a program's menu: “/deal”. */
export const agentPrompts = (tools: readonly OwnedTool[]): Prompt[] =>
  agentsOf(tools).map((agent) => ({
    name: shortNameOf(agent),
    title: capitalize(
      shortNameOf(agent)
        .replace(/([A-Z])/g, ' $1')
        .toLowerCase(),
    ),
    description: agent.description,
    arguments: [
      { name: 'request', description: `In your words, such as “${agent.examples[0] ?? ''}”` },
      { name: 'record', description: 'The address of the record that it is about: clianta://contacts/…' },
    ],
  }));

const promptNamed = (tools: readonly OwnedTool[], name: string): Agent => {
  const agent = agentsOf(tools).find((one) => shortNameOf(one) === name);
  if (!agent) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `There is no prompt “${name}”.`);
  return agent;
};

/** @throws ProtocolError for a prompt that there is not, ResourceNotFoundError for such a record */
export async function agentPrompt(
  reader: ResourceReader,
  tools: readonly OwnedTool[],
  name: string,
  { request, record }: { request?: string; record?: string },
): Promise<GetPromptResult> {
  const agent = promptNamed(tools, name);
  const own = tools.filter((one) => one.agent === agent).map(({ tool }) => tool.name);
  const said =
    request?.trim() ||
    `What can I ask for here? For example:\n${agent.examples.map((one) => `- ${one}`).join('\n')}`;
  const text = `${said}\n\n(In Clianta, the CRM, by its tools ${own.join(', ')}.)`;
  const messages: PromptMessage[] = [{ role: 'user', content: { type: 'text', text } }];
  if (record) {
    const [resource] = (await readResource(reader, record)).contents;
    if (resource) messages.push({ role: 'user', content: { type: 'resource', resource } });
  }
  return { description: agent.description, messages };
}

/** What an argument may be: what people say to the agent, and records that are called so. */
export async function completePrompt(
  reader: ResourceReader,
  tools: readonly OwnedTool[],
  name: string,
  argument: string,
  typed: string,
): Promise<string[]> {
  const { examples } = promptNamed(tools, name);
  if (argument === 'record') return addressesCalled(reader, typed);
  if (argument !== 'request') return [];
  return examples.filter((one) => one.toLowerCase().includes(typed.toLowerCase()));
}
