import { describe, expect, it } from 'vitest';
import { catalogue } from '../../registry.ts';
import { readHeard } from '../route/training/heard.ts';
import { BESIDE, cannotOf } from './cannot.ts';

const entries = Object.entries(BESIDE).flatMap(([agent, tools]) =>
  Object.entries(tools).map(([tool, cannot]) => ({ agent, tool, ...cannot })),
);

describe('what Clianta cannot do yet', () => {
  it('belongs to an agent that it has', () => {
    const agents = catalogue.agents.map(({ name }) => name);
    expect(Object.keys(BESIDE).filter((agent) => !agents.includes(agent))).toEqual([]);
  });

  it('is no tool that its agents have', () => {
    const tools = catalogue.agents.flatMap((agent) =>
      agent.tools.map((tool) => `${agent.name} ${tool.name}`),
    );
    expect(entries.filter(({ agent, tool }) => tools.includes(`${agent} ${tool}`))).toEqual([]);
  });

  it('has sayings for each, and an answer to whatever is heard that has no tool', () => {
    const heard = new Set(readHeard().map(({ agent, tool }) => `${agent} ${tool}`));
    expect(entries.filter(({ agent, tool }) => !heard.has(`${agent} ${tool}`))).toEqual([]);
    const unanswered = readHeard().filter(
      ({ agent, tool }) =>
        catalogue.tool(tool)?.agent.name !== agent && tool !== 'small_talk' && !cannotOf({ agent, tool }),
    );
    expect([...new Set(unanswered.map(({ agent, tool }) => `${agent} ${tool}`))]).toEqual([]);
  });

  it('says the limit and offers what works, in two or three short sentences', () => {
    for (const { agent, tool, reply, suggestions } of entries) {
      expect(reply, `${agent} ${tool}`).toMatch(/\b(?:cannot|not|no|nobody|nothing)\b/);
      expect(reply.length, `${agent} ${tool}`).toBeLessThan(180);
      expect(suggestions.length, `${agent} ${tool}`).toBeGreaterThan(0);
    }
  });

  it('is not what a tool of the catalogue is for, nor a name that every object has', () => {
    expect(cannotOf({ agent: 'contactAgent', tool: 'create_contact' })).toBeUndefined();
    expect(cannotOf({ agent: 'constructor', tool: 'toString' })).toBeUndefined();
    expect(cannotOf({ agent: 'emailAgent', tool: 'attach' })?.reply).toMatch(/^I cannot put a file/);
  });
});
