import type { BriefCard } from '@clianta/agents/reply.schema';

type Section = BriefCard['sections'][number];

/** For comparing: "E-mail" says what "email" says. */
const plain = (text: string) => text.toLowerCase().replaceAll('-', '');

/**
 * What is worth saying about where the points of a section come from: once for all when they share it, nothing where a
 * point itself names it.
 */
export function sourcesOf(section: Section): { ofAll?: string; ofItem: (string | undefined)[] } {
  const all = new Set(section.items.map((item) => item.source));
  const [only] = all;
  if (all.size === 1 && only && section.items.length > 1)
    return { ofAll: only, ofItem: section.items.map(() => undefined) };
  return {
    ofItem: section.items.map(({ text, source }) =>
      source && !plain(text).includes(plain(source)) ? source : undefined,
    ),
  };
}
