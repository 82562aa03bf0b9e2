import type { Values } from './value-text.ts';

/** What is another value than before. @param before - undefined: all is new */
export const changedValues = (now: Values, before: Values | undefined): Values =>
  Object.fromEntries(
    Object.entries(now).filter(
      ([name, value]) => !before || JSON.stringify(value) !== JSON.stringify(before[name]),
    ),
  );
