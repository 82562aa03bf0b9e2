import type { Entity } from '@clianta/crm-core/entity/define-entity';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../registry.ts';
import { jsonSchemaOf, type Tool } from '../tool.ts';
import { toolFieldName, toolFields } from '../tools/fields.ts';
import { partsOf, sayingsOf, spokenOf } from './sayings.ts';

const LEAST = 40;
const spoken = [...catalogue.tools].flatMap(({ tool, agent }) => {
  const sayings = agent.sayings?.[tool.name];
  return sayings ? [{ tool, sayings }] : [];
});

/** The fields that a filter may name, `company.industry` for those of a related record. */
function isField(entity: Entity | undefined, [name, ...rest]: readonly string[]): boolean {
  if (!entity || name === undefined) return false;
  const field = [...toolFields(entity), ...entity.fields].find((one) => toolFieldName(one) === name);
  if (rest.length === 0) return field !== undefined || /^(?:created|updated|createdBy)$/.test(name);
  const related = field?.ref ? catalogue.entities.get(field.ref) : catalogue.entityCalled(name);
  return isField(related, rest);
}

function isArgument(tool: Tool, slot: string): boolean {
  const [first = '', ...rest] = slot.split('.');
  const inputs = jsonSchemaOf(tool).properties as Record<string, { properties?: object }>;
  if (!(first in inputs)) return false;
  if (rest.length === 0) return true;
  if (rest[0] === 'where') return isField(catalogue.entities.get(tool.entity ?? ''), rest.slice(1));
  if (first === 'where') return isField(catalogue.entities.get(tool.entity ?? ''), rest);
  return rest.length === 1 && String(rest[0]) in (inputs[first]?.properties ?? {});
}

describe('the sayings of the agents', () => {
  it(`are at least ${LEAST} for every tool that people speak to, none of them twice`, () => {
    const few = spoken.filter(({ sayings }) => new Set(sayings).size < LEAST).map(({ tool }) => tool.name);
    expect(few).toEqual([]);
    for (const { tool, sayings } of spoken) expect(new Set(sayings).size, tool.name).toBe(sayings.length);
  });

  it('are there for all tools but those that Clianta alone calls', () => {
    const silent = [...catalogue.tools].filter(({ tool }) => !spoken.some((one) => one.tool === tool));
    expect(silent.filter(({ tool }) => !tool.isInternal).map(({ tool }) => tool.name)).toEqual([]);
  });

  it('name arguments that their tool has', () => {
    const wrong = spoken.flatMap(({ tool, sayings }) =>
      sayings.flatMap((saying) =>
        partsOf(saying)
          .flatMap((part) => ('slot' in part ? part.slot : []))
          .filter((slot) => !isArgument(tool, slot))
          .map((slot) => `${tool.name}: ${slot} in “${saying}”`),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('have no braces left over', () => {
    const broken = spoken.flatMap(({ sayings }) =>
      sayings.filter((saying) =>
        partsOf(spokenOf(saying)).some((part) => 'words' in part && /[{}]/.test(part.words)),
      ),
    );
    expect(broken).toEqual([]);
  });

  it('belong to tools of their agent', () => {
    expect(() => sayingsOf([], { fly_to_moon: ['to the moon'] })).toThrow('fly_to_moon');
  });
});
