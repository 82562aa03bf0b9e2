import { fold } from '../../entity/search-text.ts';

/** The tags of a record; what else is under that name is none. */
export const tagsOf = ({ tags }: Record<string, unknown>): string[] =>
  Array.isArray(tags) ? tags.map(String) : [];

/** Upper and lower case are one tag. */
export const isSameTag = (a: string, b: string): boolean => fold(a) === fold(b);
