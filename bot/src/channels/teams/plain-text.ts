import type { TeamsActivity } from './teams.schema.ts';

const ENTITIES: Record<string, string> = { nbsp: ' ', amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** What was said, as the person sees it: without the mention of us, other people by their names. */
export function plainText({
  text,
  entities,
  recipient,
}: Pick<TeamsActivity, 'text' | 'entities' | 'recipient'>): string {
  let plain = text ?? '';
  for (const { type, mentioned, text: shown } of entities ?? []) {
    if (type !== 'mention' || !mentioned || !shown) continue;
    const name = mentioned.id === recipient.id ? '' : withoutTags(shown);
    plain = plain.replaceAll(shown, name);
  }
  return withoutTags(plain)
    .replace(/&(nbsp|amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? '')
    .trim();
}

/** A mention without an entity of its own is its name. */
const withoutTags = (text: string) => text.replace(/<at[^>]*>(.*?)<\/at>/gs, '$1');
