import { setupSchema } from '@clianta/crm-core/workspace/create-workspace';
import { newPasswordSchema } from '@clianta/crm-core/workspace/user/password';
import { z } from 'zod';

export const signInSchema = z.object({
  email: z.string().min(3, 'is missing').max(254),
  password: z.string().min(1, 'is missing').max(200),
});

/** The second step of signing in, where there is a second factor. */
export const codeSchema = z.strictObject({
  ticket: z.string().max(2_000),
  /** Of the authenticator app, or one for when it is lost. */
  code: z.string().min(6, 'is too short').max(40),
});

export const setUpRequestSchema = setupSchema.extend({
  /** As it was printed at the start. */
  code: z.string().min(1, 'is missing').max(60),
});

export const passwordSchema = z.strictObject({
  currentPassword: z.string().min(1, 'is missing').max(200),
  newPassword: newPasswordSchema,
});

export const choiceSchema = z.strictObject({ token: z.string().max(2_000), password: newPasswordSchema });
