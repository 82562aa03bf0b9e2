import { type APIComponentInContainer, type APIMessageTopLevelComponent, ComponentType } from 'discord.js';
import type { DiscordMessage, Kept, Part } from './discord-message.ts';
import { LIMITS } from './limits.ts';

/** The parts of one card, or of words. */
export interface Section {
  parts: readonly Part[];
  /** It is drawn in a box. */
  isCard?: boolean;
  /** Of the box's left edge. */
  color?: number;
}

interface Open {
  components: APIMessageTopLevelComponent[];
  kept: Kept[];
  count: number;
  characters: number;
}

/** Fills messages up to the limits, in order. A card that does not fit goes on in a box of the next message. */
export function pack(sections: readonly Section[]): DiscordMessage[] {
  const messages: Open[] = [];
  for (const section of sections) {
    let box: APIComponentInContainer[] | undefined;
    for (const { components, kept = [] } of section.parts) {
      if (components.length === 0) continue;
      const count = components.reduce((sum, one) => sum + countOf(one), 0);
      const characters = components.reduce((sum, one) => sum + charactersOf(one), 0);
      let current = messages.at(-1);
      const fits =
        current &&
        current.count + count + (section.isCard && !box ? 1 : 0) <= LIMITS.components &&
        current.characters + characters <= LIMITS.text;
      if (!current || !fits) {
        current = { components: [], kept: [], count: 0, characters: 0 };
        messages.push(current);
        box = undefined;
      }
      if (section.isCard && !box) {
        box = [];
        const { color } = section;
        current.components.push({
          type: ComponentType.Container,
          ...(color !== undefined && { accent_color: color }),
          components: box,
        });
        current.count += 1;
      }
      (box ?? (current.components as APIComponentInContainer[])).push(...components);
      current.kept.push(...kept);
      current.count += count;
      current.characters += characters;
    }
  }
  return messages.map(({ components, kept }) => {
    tellApart(components);
    return { components, kept };
  });
}

function childrenOf(component: object): object[] {
  return 'components' in component && Array.isArray(component.components) ? component.components : [];
}

function countOf(component: object): number {
  return childrenOf(component).reduce<number>((sum, child) => sum + countOf(child), 1);
}

function charactersOf(component: object): number {
  const own = 'content' in component && typeof component.content === 'string' ? component.content.length : 0;
  return childrenOf(component).reduce<number>((sum, child) => sum + charactersOf(child), own);
}

/** Discord takes an id once a message; two buttons may stand for the same. */
function tellApart(components: readonly object[], seen = new Map<string, number>()): void {
  for (const component of components) {
    if ('custom_id' in component && typeof component.custom_id === 'string') {
      const times = (seen.get(component.custom_id) ?? 0) + 1;
      seen.set(component.custom_id, times);
      if (times > 1) component.custom_id = `${component.custom_id}~${times}`;
    }
    tellApart(childrenOf(component), seen);
  }
}
