import { hash, verify } from '@node-rs/argon2';
import { z } from 'zod';

/** argon2id with the parameters that OWASP recommends: 19 MiB, 2 passes, 1 lane. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** A password that somebody chooses. */
export const newPasswordSchema = z
  .string()
  .min(10, 'needs at least 10 characters')
  .max(200, 'may have at most 200 characters');

/** A hash of nobody's password: checked when the e-mail is unknown, so that both cases take the same time. */
let nobody: Promise<string> | undefined;

export function hashPassword(password: string): Promise<string> {
  return hash(password, OPTIONS);
}

export async function checkPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  nobody ??= hashPassword('nobody');
  const isRight = await verify(passwordHash ?? (await nobody), password);
  return passwordHash !== undefined && isRight;
}
