import { agents } from '@clianta/agents/registry';
import { jsonSchemaOf } from '@clianta/agents/tool';
import { agentTools, toolInputs } from '@clianta/agents/tools/inputs';
import { EVENT_TYPES } from '@clianta/crm-core/events/catalogue';
import { entities } from '@clianta/crm-core/registry';
import { describe, expect, it } from 'vitest';
import { sourceFiles } from '../support/source-files.ts';

const duplicates = (names: readonly string[]) => names.filter((name, index) => names.indexOf(name) !== index);
const camel = (kebab: string) => kebab.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

describe('the registry of entities', () => {
  it('has every entity on disk', () => {
    const onDisk = sourceFiles('crm-core/src')
      .filter(({ text }) => /= defineEntity\(/.test(text))
      .map(({ text }) => /name: '([a-zA-Z]+)'/.exec(text)?.[1])
      .sort();
    expect(entities.map((entity) => entity.name).sort()).toEqual(onDisk);
  });

  it('repeats no name and no path', () => {
    expect(duplicates(entities.map((entity) => entity.name))).toEqual([]);
    expect(duplicates(entities.map((entity) => entity.plural))).toEqual([]);
    expect(duplicates(EVENT_TYPES)).toEqual([]);
  });

  it('refers only to entities that exist', () => {
    const known = new Set(entities.map((entity) => entity.name));
    const broken = entities.flatMap((entity) =>
      entity.fields
        .filter((field) => field.ref && !known.has(field.ref))
        .map((field) => `${entity.name}.${field.name}`),
    );
    expect(broken).toEqual([]);
  });

  it('searches, sorts and keeps unique only fields that exist', () => {
    for (const entity of entities) {
      const names = new Set(entity.fields.map((field) => field.name));
      const used = [
        ...(entity.search ?? []),
        ...(entity.unique ?? []).flat(),
        ...(entity.indexes ?? []).flat(),
      ];
      expect(
        used.map((name) => name.replace(/^-/, '')).filter((name) => !names.has(name) && name !== 'createdAt'),
      ).toEqual([]);
    }
  });
});

describe('the registry of agents', () => {
  it('has every agent on disk, under its file name', () => {
    const onDisk = sourceFiles('agents/src/agents').map(
      ({ path }) => `${camel(path.replace(/.*\/|\.agent\.ts$/g, ''))}Agent`,
    );
    expect(agents.map((agent) => agent.name).sort()).toEqual(onDisk.sort());
  });

  it('gives each agent the tools that the contract names, at most 8, each tool to one agent', () => {
    const owned = Object.fromEntries(
      agents.map((agent) => [agent.name, agent.tools.map((tool) => tool.name).sort()]),
    );
    const declared = Object.fromEntries(
      Object.entries(agentTools).map(([name, tools]) => [name, [...tools].sort()]),
    );
    expect(owned).toEqual(declared);
    expect(agents.filter((agent) => agent.tools.length > 8)).toEqual([]);
    expect(duplicates(agents.flatMap((agent) => agent.tools.map((tool) => tool.name)))).toEqual([]);
  });

  it('has a tool for every declared input, and the input is the declared one', () => {
    const tools = new Map(agents.flatMap((agent) => agent.tools).map((tool) => [tool.name, tool]));
    expect([...tools.keys()].sort()).toEqual(Object.keys(toolInputs).sort());
    for (const [name, input] of Object.entries(toolInputs)) expect(tools.get(name)?.input).toBe(input);
  });

  it('describes itself: a sentence, instructions, examples, and an input schema for each tool', () => {
    for (const agent of agents) {
      expect(agent.description).toMatch(/\.$/);
      expect(agent.instructions.length).toBeGreaterThan(40);
      expect(agent.examples.length).toBeGreaterThan(0);
      for (const tool of agent.tools) {
        expect(tool.description.length, tool.name).toBeGreaterThan(15);
        expect(jsonSchemaOf(tool)).toMatchObject({ type: 'object' });
      }
    }
  });

  it('lets no tool that deletes run without a proposal', () => {
    const free = agents
      .flatMap((agent) => agent.tools)
      .filter(
        (tool) => /^(delete|forget|merge|send)/.test(tool.name) && (tool.effect !== 'ask' || !tool.propose),
      );
    expect(free).toEqual([]);
  });
});
