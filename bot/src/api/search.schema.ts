import { z } from 'zod';

const hit = z.object({
  entity: z.string(),
  kind: z.string(),
  id: z.string(),
  title: z.string(),
  subtitle: z.string().optional(),
});

export const foundSchema = z.object({
  groups: z.array(z.object({ label: z.string(), plural: z.string(), hits: z.array(hit) })),
  conversations: z.array(z.object({ id: z.string(), title: z.string() })),
});
