import { z } from 'zod';

/** A booking link, with its address and its rules in words. */
export const shownLinkSchema = z.object({
  id: z.string(),
  name: z.string(),
  isOn: z.boolean(),
  address: z.string(),
  hosts: z.array(z.string()),
  rules: z.array(z.string()),
  /** The caller may change it. */
  canChange: z.boolean(),
});

export type ShownLink = z.output<typeof shownLinkSchema>;

export const newLinkSchema = z.strictObject({
  name: z.string().trim().min(1).max(120),
  minutes: z.array(z.number().int().min(5).max(480)).min(1).max(6),
});
