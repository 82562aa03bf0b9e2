import { describe, expect, it } from 'vitest';
import { catalogue } from '../../registry.ts';
import { aContext } from '../testing/fixture-context.ts';
import { understand } from '../understand.ts';

const NAMES = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__'];
const SENTENCES = [
  (name: string) => name,
  (name: string) => `Add ${name} from ${name}, ${name}@${name}.example`,
  (name: string) => `Move the ${name} deal to ${name}`,
  (name: string) => `set the ${name} of ${name} to ${name}`,
  (name: string) => `Delete all contacts with tag ${name}`,
  (name: string) => `What ${name} closes this ${name}?`,
  (name: string) => `deals per ${name} sorted by ${name}`,
  (name: string) => `Remind me to ${name} ${name} tomorrow at ${name}`,
  (name: string) => `Log a ${name} with ${name}: ${name}`,
  (name: string) => `the ${name} one`,
  (name: string) => `${name} and then ${name}`,
];

describe('the names that every object has', () => {
  for (const name of NAMES) {
    it(`are words like any other: ${name}`, async () => {
      const question = {
        id: 'q',
        text: 'Which?',
        options: [
          { label: 'a', value: '1' },
          { label: name, value: '2' },
        ],
        argument: 'contact',
        tool: 'get_contact',
        args: {},
      };
      const customFields = [{ entity: 'contact', key: name, label: name, type: 'text' }];
      const stages = [{ name, kind: 'open' }];
      const pipelines = [{ id: 'p', name, isDefault: true, stages }];
      for (const sentence of SENTENCES) {
        for (const context of [aContext(), aContext({ question, customFields, pipelines })]) {
          const { kind } = await understand(sentence(name), context, catalogue);
          expect(['commands', 'plan', 'small_talk', 'ask', 'cannot', 'unclear'], sentence(name)).toContain(
            kind,
          );
        }
      }
    });
  }
});
