import { defineAgent } from '@clianta/agents/agent';
import { Catalogue } from '@clianta/agents/catalogue';
import { sayingsOf } from '@clianta/agents/language/sayings';
import { agents } from '@clianta/agents/registry';
import { defineTool } from '@clianta/agents/tool';
import { recordTools } from '@clianta/agents/tools/record-tools';
import { resolveOne } from '@clianta/agents/tools/resolve';
import { defineEntity } from '@clianta/crm-core/entity/define-entity';
import { entities } from '@clianta/crm-core/registry';
import { z } from 'zod';

/** A trade that has nothing to do with sales: nothing but the tests knows of it. */
const Plant = defineEntity({
  name: 'plant',
  plural: 'plants',
  domain: 'crm',
  label: { one: 'plant', many: 'plants' },
  hasCustomFields: true,
  talk: { owner: 'gardenerId', columns: ['name', 'bed', 'height', 'gardenerId'], tellsApart: ['bed'] },
  schema: z.object({
    name: z.string().trim().min(1).max(80).meta({ label: 'Name' }),
    bed: z.enum(['north', 'south']).default('north').meta({ label: 'Bed' }),
    height: z.number().min(0).optional().meta({ label: 'Height' }),
    gardenerId: z.string().optional().meta({ label: 'Gardener', ref: 'user' }),
    wateredAt: z.date().optional().meta({ label: 'Watered', hasTime: true }),
  }),
  titleOf: (plant) => plant.name,
  search: ['name'],
  unique: [['name']],
});
const water = defineTool({
  name: 'water_plant',
  does: 'Watering the plant',
  description: 'Waters one plant and notes when.',
  operation: 'transition',
  entity: 'plant',
  input: z.strictObject({ plant: z.string() }),
  effect: 'write',
  slash: { command: 'water', args: (plant) => ({ plant }) },
  async run({ plant: name }, context) {
    const plant = await resolveOne(context, Plant, name, 'plant');
    await context.crm.records(Plant).update(context.scope, plant.id, { wateredAt: context.now });
    return {
      text: `Watered **${plant.name}**.`,
      changes: [{ entity: 'plant', id: plant.id, change: 'updated' }],
      isAnswer: true,
    };
  },
});
const tools = recordTools(Plant as never);
const gardenTools = [
  { ...tools.search, slash: { command: 'plants' } },
  tools.get,
  tools.create,
  tools.update,
  tools.remove,
  tools.restore,
  water,
];
const gardenAgent = defineAgent({
  name: 'gardenAgent',
  description: 'Looks after the plants.',
  instructions: 'You look after the plants of the garden and nothing else.',
  tools: gardenTools,
  examples: ['Water the fern'],
  sayings: sayingsOf(gardenTools, {
    search_plants: [
      'which plants do we have',
      'plants in the {where.bed} bed',
      'list all plants',
      'how many plants are there',
    ],
    get_plant: ['show the plant {plant}', 'how tall is {plant}', 'tell me about the plant {plant}'],
    create_plant: ['plant a {name}', 'add a plant called {name}', 'new plant {name} in the {bed} bed'],
    update_plants: ['{plant} is {set.height} high now', 'move {plant} to the {set.bed} bed'],
    delete_plants: [
      'delete the plant {plant}',
      'pull out {plant}',
      'remove all plants in the {where.bed} bed',
    ],
    water_plant: ['water {plant}', 'water the {plant} please', '{plant} needs water', 'I watered {plant}'],
  }),
});
/** All that is registered, and the garden. */
export const gardenCatalogue = new Catalogue([...agents, gardenAgent], [...entities, Plant as never]);
