import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

/**
 * How far a token goes: it reads; it writes what can be done at once; it also asks people for what they have to decide.
 * `ask` tells programs that call tools (MCP) from those that only write; by the API it is `write`.
 */
export const TOKEN_ACCESS = ['read', 'write', 'ask'] as const;

/** A key by which a program acts for a person through the API, as far as it says. */
export const ApiToken = defineEntity({
  name: 'apiToken',
  plural: 'api-tokens',
  domain: 'workspace',
  label: { one: 'API token', many: 'API tokens' },
  privateTo: 'userId',
  openTo: 'admin',
  schema: z.object({
    /** What it is for. */
    name: z.string().trim().min(1, 'is missing').max(80),
    userId: z.string().meta({ ref: 'user', onDelete: 'cascade', readOnly: true }),
    access: z.enum(TOKEN_ACCESS).meta({ readOnly: true }),
    /** The kinds of records that it opens, by their names; absent: all that the person may see. */
    kinds: z.array(z.string().max(60)).min(1).max(50).optional().meta({ readOnly: true }),
    expiresAt: z.date().optional().meta({ readOnly: true }),
    lastUsedAt: z.date().optional().meta({ readOnly: true }),
    /** Its first characters, to tell it from others. */
    prefix: z.string().max(20).optional().meta({ readOnly: true }),
    /** SHA-256 of the whole. A program that its person has let in by signing in has keys that change instead. */
    tokenHash: z.string().optional().meta({ readOnly: true, hidden: true }),
    /** Where the browser was sent back to when such a program was let in. */
    redirectHost: z.string().max(300).optional().meta({ readOnly: true }),
    /** As which the program has registered. */
    clientId: z.string().max(100).optional().meta({ readOnly: true, hidden: true }),
  }),
  titleOf: (token) => token.name,
  /** Nor does it come back by an undo. */
  async guard({ before, after }, { role }) {
    return !before && after && role !== 'system'
      ? 'A revoked token stays revoked. Make another one.'
      : undefined;
  },
  access: { create: 'system', update: 'system', delete: 'viewer' },
});

export type ApiTokenRecord = RecordOf<typeof ApiToken>;
