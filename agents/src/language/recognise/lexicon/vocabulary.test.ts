import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../registry.ts';
import { aContext } from '../../testing/fixture-context.ts';
import { understood } from '../../testing/render-command.ts';
import { entityNames, kindOf } from './entities.ts';
import { vocabularyOf } from './vocabulary.ts';

describe('vocabularyOf', () => {
  it('knows every label and alias of the entities’ fields', () => {
    const vocabulary = vocabularyOf(aContext(), catalogue);
    for (const field of vocabulary.fields.filter(({ customKey }) => !customKey)) {
      for (const phrase of field.phrases) {
        const senses = vocabulary.startingWith(phrase[0] ?? '').map((entry) => entry.sense);
        expect(senses.some((sense) => sense.type === 'field' && sense.field.name === field.name)).toBe(true);
      }
    }
  });

  it('has nouns for every entity', () => {
    const vocabulary = vocabularyOf(aContext(), catalogue);
    for (const entity of entityNames) {
      const words = vocabulary.startingWith(kindOf(entity).entity.label.many.split(' ')[0] ?? '');
      expect(words.some(({ sense }) => sense.type === 'entity' && sense.entity === entity)).toBe(true);
    }
  });

  it('understands a field that the workspace adds, without new code', async () => {
    const customFields = [{ entity: 'company', key: 'fleetSize', label: 'Fleet size', type: 'number' }];
    expect(await understood('companies with a fleet size over 40', { customFields })).toBe(
      'companyAgent search_companies: customFields.fleetSize gt 40',
    );
    expect(await understood('set the fleet size of Globex to 12', { customFields })).toBe(
      'companyAgent update_companies: company=@Globex; set={customFields: {fleetSize: 12}}',
    );
  });
});
