import type { Agent } from '@clianta/agents/agent';
import { agents, catalogue } from '@clianta/agents/registry';
import { jsonSchemaOf } from '@clianta/agents/tool';
import { routes } from '@clianta/bot/api/registry';
import { actions } from '@clianta/crm-core/automation/actions/registry';
import { eventTypesOf } from '@clianta/crm-core/events/catalogue';
import { migrations } from '@clianta/crm-core/migrations/registry';
import { entities } from '@clianta/crm-core/registry';
import { describe, expect, it } from 'vitest';
import { sourceFiles } from '../support/source-files.ts';

const duplicates = (names: readonly string[]) => names.filter((name, index) => names.indexOf(name) !== index);
const camel = (kebab: string) => kebab.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

describe('the registry of entities', () => {
  it('has every entity on disk', () => {
    const onDisk = sourceFiles('crm-core/src')
      .filter(({ path, text }) => !path.endsWith('.test.ts') && /= defineEntity\(/.test(text))
      .map(({ text }) => /name: '([a-zA-Z]+)'/.exec(text)?.[1])
      .sort();
    expect(entities.map((entity) => entity.name).sort()).toEqual(onDisk);
  });

  it('repeats no name and no path', () => {
    expect(duplicates(entities.map((entity) => entity.name))).toEqual([]);
    expect(duplicates(entities.map((entity) => entity.plural))).toEqual([]);
    expect(duplicates(entities.flatMap(eventTypesOf))).toEqual([]);
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

  it('says of every reference what becomes of the record when that one is deleted', () => {
    const unsaid = entities.flatMap((entity) =>
      entity.fields
        .filter(({ ref, onDelete, isRequired }) => ref && (!onDelete || (onDelete === 'clear' && isRequired)))
        .map((field) => `${entity.name}.${field.name}`),
    );
    expect(unsaid).toEqual([]);
  });

  it('searches, sorts and keeps unique only fields that exist', () => {
    for (const entity of entities) {
      const names = new Set(entity.fields.map((field) => field.name));
      const used = [
        ...(entity.search ?? []),
        ...(entity.unique ?? []).flat(),
        ...(entity.indexes ?? []).flat(),
      ];
      const unknown = used
        .map((name) => name.replace(/^-/, ''))
        .filter((name) => !names.has(name) && !/^(created|updated)At$/.test(name));
      expect(unknown).toEqual([]);
    }
  });
});

describe('the registry of migrations', () => {
  it('has every migration on disk, each under a name of its own', () => {
    const onDisk = sourceFiles('crm-core/src/migrations').filter(({ path }) => /\.migration\.ts$/.test(path));
    expect(migrations).toHaveLength(onDisk.length);
    expect(duplicates(migrations.map(({ name }) => name))).toEqual([]);
  });
});

describe('the registry of workflow actions', () => {
  it('has every action on disk, each under a name of its own', () => {
    const onDisk = sourceFiles('crm-core/src/automation/actions').filter(({ path }) =>
      /\.action\.ts$/.test(path),
    );
    expect(actions.map(({ name }) => name.replace(/_/g, '-')).sort()).toEqual(
      onDisk.map(({ path }) => /([^/]+)\.action\.ts$/.exec(path)?.[1]).sort(),
    );
    expect(duplicates(actions.map(({ name }) => name))).toEqual([]);
  });
});

describe('the registry of agents', () => {
  it('has every agent on disk, each in a folder of its name', () => {
    const onDisk = sourceFiles('agents/src/agents').flatMap(({ path }) => {
      const [, folder, file] = /\/agents\/([^/]+)\/([^/]+)\.agent\.ts$/.exec(path) ?? [];
      if (folder) expect(file).toBe(folder);
      return folder ? [`${camel(folder)}Agent`] : [];
    });
    expect(agents.map((agent) => agent.name).sort()).toEqual(onDisk.sort());
  });

  it('shows models at most 8 tools of an agent, and gives each tool to one agent', () => {
    const shown = (agent: Agent) => agent.tools.filter(({ isInternal }) => !isInternal);
    expect(agents.filter((agent) => shown(agent).length > 8)).toEqual([]);
    expect(duplicates(agents.flatMap((agent) => agent.tools.map((tool) => tool.name)))).toEqual([]);
  });

  it('names tools verb_noun, says what they are doing, and of which records', () => {
    for (const { tool } of catalogue.tools) {
      expect(tool.name).toMatch(/^[a-z]+(_[a-z]+)*$/);
      expect(tool.does, tool.name).toMatch(/^[A-Z][a-z]+ing( .*[a-z])?$/);
      if (tool.entity) expect(catalogue.entities.has(tool.entity), tool.name).toBe(true);
      if (tool.operation && tool.operation !== 'other') expect(tool.entity, tool.name).toBeDefined();
    }
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
      .filter((tool) => tool.operation === 'delete' && (tool.effect !== 'ask' || !tool.propose));
    expect(free).toEqual([]);
  });
});

describe('the registry of routes', () => {
  it('has every route on disk, once', () => {
    const onDisk = sourceFiles('bot/src').flatMap(({ path, text }) =>
      path.endsWith('.routes.ts') ? [...text.matchAll(/= defineRoutes\(/g)] : [],
    );
    expect(routes).toHaveLength(onDisk.length);
    expect(new Set(routes).size).toBe(routes.length);
  });

  it('describes no operation of the API twice', () => {
    const operations = routes.flatMap(({ paths }) =>
      Object.entries(paths?.() ?? {}).flatMap(([path, methods]) =>
        Object.keys(methods as object).map((method) => `${method} ${path}`),
      ),
    );
    expect(duplicates(operations)).toEqual([]);
  });
});
