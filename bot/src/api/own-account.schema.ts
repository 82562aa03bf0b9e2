import { z } from 'zod';

export const beginFactorSchema = z.strictObject({ password: z.string().min(1, 'is missing').max(200) });

export const factorCodeSchema = z.strictObject({ code: z.string().min(6, 'is too short').max(40) });

export const ownSessionSchema = z.object({
  id: z.string(),
  startedAt: z.date(),
  lastSeenAt: z.date(),
  device: z.string().optional(),
  isCurrent: z.boolean(),
});
