import { describe, expect, it } from 'vitest';
import { aContext } from '../../../language/testing/fixture-context.ts';
import { understand } from '../../../language/understand.ts';
import { catalogue } from '../../../registry.ts';
import type { ToolContext } from '../../../tool.ts';
import { areas, changeSettingsSayings } from './areas.ts';
import { changeSettings } from './change-settings.tool.ts';

const LEAST = 40;
const propose = (args: Record<string, unknown>) => changeSettings.propose?.(args, {} as ToolContext);

describe('the areas of the settings', () => {
  it.each(areas)('$name is what its own example asks for', async ({ name, example }) => {
    const understood = await understand(example, aContext(), catalogue);
    const commands =
      understood.kind === 'commands'
        ? understood.commands
        : understood.kind === 'ask'
          ? understood.offers
          : [];
    expect(commands.map(({ tool, args }) => [tool, args.area])).toContainEqual([changeSettings.name, name]);
  });

  it(`have at least ${LEAST} sayings each`, () => {
    const counts = areas.map(({ name }) => [
      name,
      changeSettingsSayings.filter((saying) => saying.includes(`{area=${name}}`)).length,
    ]);
    expect(counts.filter(([, count]) => Number(count) < LEAST)).toEqual([]);
  });

  it('change nothing where a word belongs to another area, and say which word it was', async () => {
    await expect(propose({ area: 'budget', tokens: 5, events: 'won deals' })).rejects.toThrow(
      'I do not know what “won deals” means for budget, so I changed nothing.',
    );
    await expect(propose({ area: 'tokens', action: 'pause' })).rejects.toThrow(
      'Of tokens nothing can be done that is called pause.',
    );
  });
});
