/** One thing that can be chosen. */
export interface PaletteItem {
  id: string;
  /** Items of one group stand together under its name. */
  group: string;
  title: string;
  detail?: string | undefined;
  /** By what else it is found; not shown. */
  words?: string | undefined;
  run: () => void;
}

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Those with a word for each that was typed, or all while nothing is. */
export function matching(items: readonly PaletteItem[], text: string): PaletteItem[] {
  const typed = fold(text).split(/\s+/).filter(Boolean);
  return items.filter(({ title, detail = '', words: others = '' }) => {
    const words = fold(`${title} ${detail} ${others}`).split(/[^\p{L}\p{N}]+/u);
    return typed.every((one) => words.some((word) => word.startsWith(one)));
  });
}
