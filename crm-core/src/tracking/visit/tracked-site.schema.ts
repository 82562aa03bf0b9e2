import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

/** A website of the workspace's own whose visits are counted: nothing that another site sends is taken. */
export const TrackedSite = defineEntity({
  name: 'trackedSite',
  plural: 'tracked-sites',
  domain: 'tracking',
  label: { one: 'tracked site', many: 'tracked sites' },
  isCached: true,
  schema: z.object({
    /** Where its pages are served from: `https://www.example.com`. */
    origin: z
      .url({ protocol: /^https?$/, error: 'is not an address such as https://www.example.com' })
      .transform((text) => new URL(text).origin)
      .pipe(z.string().max(300))
      .meta({ label: 'Site' }),
  }),
  titleOf: ({ origin }) => origin,
  unique: [['origin']],
  access: { create: 'admin', update: 'admin', delete: 'admin' },
});

export type TrackedSiteRecord = RecordOf<typeof TrackedSite>;
