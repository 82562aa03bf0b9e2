import { InvalidError } from '@clianta/crm-core/errors';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import { z } from 'zod';
import { slot } from '../../../slot.ts';
import { defineTool } from '../../../tool.ts';
import { listed } from '../../../tools/format.ts';
import { argumentsOf } from '../../../tools/refusal.ts';
import { areas } from './areas.ts';
import type { AreaArgs, SettingArea } from './setting-area.ts';

const oneOf = (names: readonly string[]) => z.enum([...new Set(names)] as [string, ...string[]]);

/** The arguments of all areas. @throws Error when two areas mean different things by one */
function argumentsOfAll(): Record<string, z.ZodType> {
  const all: Record<string, z.ZodType> = {};
  for (const { name, input } of areas)
    for (const [argument, type] of Object.entries(input.shape as Record<string, z.ZodType>)) {
      if ((all[argument] ?? type) !== type) throw new Error(`${argument} of ${name} is another area's too.`);
      all[argument] = type;
    }
  return all;
}

const input = z.strictObject({
  area: oneOf(areas.map(({ name }) => name)).describe(
    areas.map(({ name, about }) => `${name}: ${about}`).join('; '),
  ),
  // nothing that is said is one by itself: "again" and "test" are words of many requests
  action: slot({ kind: 'text' }, oneOf(areas.flatMap(({ actions }) => actions)))
    .optional()
    .describe(areas.map(({ name, actions }) => `${name}: ${actions.join(', ')}`).join('; ')),
  ...argumentsOfAll(),
});

type Args = z.output<typeof input>;

const areaOf = (name: unknown): SettingArea => {
  const area = areas.find((one) => one.name === name);
  if (!area) throw new InvalidError(`There is no area ${String(name)} of the settings.`);
  return area;
};

/** The area and what it is told. @throws InvalidError for what means nothing there */
function handedOn({ area: name, action, ...own }: Args): [SettingArea, AreaArgs<z.ZodObject>] {
  const given: Record<string, unknown> = own;
  const area = areaOf(name);
  const done = action ?? area.actions[0];
  if (!area.actions.includes(done))
    throw new InvalidError(
      `Of ${name} nothing can be done that is called ${done.replace(/_/g, ' ')}. Say for example “${area.example}”.`,
    );
  const foreign = Object.keys(given).filter((argument) => !(argument in area.input.shape));
  if (foreign.length > 0) {
    const said = foreign.map((argument) => `“${JSON.stringify(given[argument])?.replaceAll('"', '')}”`);
    throw new InvalidError(
      `I do not know what ${listed(said)} means for ${name}, so I changed nothing. Say for example “${area.example}”.`,
    );
  }
  return [area, { ...argumentsOf(area, given), action: done }];
}

export const changeSettings = defineTool({
  name: 'change_settings',
  does: 'Changing the settings',
  staysHome: true,
  operation: 'other',
  entity: Workspace.name,
  description: `Changes the settings of the workspace: ${areas.map(({ name }) => name).join(', ')}. Mostly for admins, and mostly it asks first.`,
  input,
  effect: 'ask',
  callIs: ({ area }) => areaOf(area).call,
  async propose(args, context) {
    const [area, own] = handedOn(args);
    return area.propose?.(own, context);
  },
  async run(args, context) {
    const [area, own] = handedOn(args);
    return area.run(own, context);
  },
});
