import { RE2JS } from 're2js';

/**
 * A pattern that somebody wrote for their workspace, in RE2's syntax: no look-around and no back-references. It is
 * matched in time linear in the text, whatever it is, so that no workspace can hold up the others.
 *
 * @returns undefined when it is not such a pattern
 */
export function textPattern(source: string): { test(text: string): boolean } | undefined {
  try {
    const compiled = RE2JS.compile(source);
    return { test: (text) => compiled.test(text) };
  } catch {
    return undefined;
  }
}
