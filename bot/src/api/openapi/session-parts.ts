import { listOf, object, text } from './parts.ts';

export const sessionParts = {
  user: object({ id: text, name: text, email: text }),
  workspaces: listOf(
    object({ id: text, name: text, role: text, timeZone: text, currency: text, locale: text }),
  ),
};
/** Who is signed in, and to which workspaces they belong. */
export const session = object(sessionParts);
/** Of whoever has a second factor: the session comes with the code. */
export const needsCode = object({ needsCode: { const: true }, ticket: text });
