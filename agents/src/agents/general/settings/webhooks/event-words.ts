import { sendableEvents } from '@clianta/crm-core/integrations/webhook/sendable-events';
import { entities } from '@clianta/crm-core/registry';

const known = new Map(entities.map((entity) => [entity.name, entity]));

/** What people call events: "won deals", "new contacts", "changed companies". */
export const EVENT_WORDS: ReadonlyMap<string, readonly string[]> = wordsOf();

function wordsOf(): Map<string, string[]> {
  const words = new Map<string, string[]>();
  const add = (said: string, type: string) => words.set(said, [...(words.get(said) ?? []), type]);
  for (const { entity, type } of sendableEvents(known)) {
    const many = entity.label.many.toLowerCase();
    const change = type.split('.')[1] ?? '';
    if (change === 'created') for (const word of ['new', 'created', 'added']) add(`${word} ${many}`, type);
    else if (change === 'updated')
      for (const said of [`changed ${many}`, `updated ${many}`, `${entity.label.one.toLowerCase()} changes`])
        add(said, type);
    else if (change === 'deleted') add(`deleted ${many}`, type);
    else if (change === 'stage_changed')
      for (const said of [`moved ${many}`, 'stage changes']) add(said, type);
    else if (change !== 'restored' && !change.includes('_')) add(`${change} ${many}`, type);
    if (change === 'created' || change === 'updated') add(many, type);
  }
  return words;
}

/** "won deals"; of what has no words of its own, its name: "webhook test". */
export function eventInWords(type: string): string {
  const said = [...EVENT_WORDS].find(([, types]) => types.length === 1 && types[0] === type)?.[0];
  return said ?? type.replace('.', ' ').replaceAll('_', ' ');
}
