import { z } from 'zod';
import { defineAction, type Say } from './action.ts';

/** Values as they are stored; text may have `{{ … }}` in it. */
export const updateField = defineAction({
  name: 'update_field',
  input: z.strictObject({
    set: z
      .record(z.string().max(80), z.unknown())
      .refine((set) => Object.keys(set).length > 0, 'sets nothing'),
  }),
  effect: 'own',
  repeats: 'once',
  words: ({ set }, say) =>
    Object.entries(set)
      .map(([name, value]) => {
        const label = say.entity.fields.find((field) => field.name === name)?.label?.toLowerCase() ?? name;
        return value === null ? `clear the ${label}` : `set the ${label} to ${valueInWords(value, say)}`;
      })
      .join(' and '),
  async run({ set }, { crm, scope, entity, record, fill }) {
    const filled = Object.fromEntries(
      Object.entries(set).map(([name, value]) => [name, typeof value === 'string' ? fill(value) : value]),
    );
    await crm.records(entity).update(scope, record.id, filled as never);
    return {
      told: `changed ${Object.keys(set).join(', ')}`,
      wrote: { entity: entity.name, id: record.id },
    };
  },
});

const valueInWords = (value: unknown, say: Say): string =>
  Array.isArray(value) ? value.map((one) => valueInWords(one, say)).join(', ') : say.name(String(value));
