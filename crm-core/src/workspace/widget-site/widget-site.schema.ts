import { z } from 'zod';
import { defineEntity } from '../../entity/define-entity.ts';

/** A page of the workspace's own, such as an intranet, that carries the chat widget. */
export const WidgetSite = defineEntity({
  name: 'widgetSite',
  plural: 'widget-sites',
  domain: 'workspace',
  label: { one: 'widget site', many: 'widget sites' },
  schema: z.object({
    /** Where the page is served from: `https://intranet.example.com`. */
    origin: z
      .url({ protocol: /^https?$/, error: 'is not an address such as https://intranet.example.com' })
      .transform((text) => new URL(text).origin)
      .pipe(z.string().max(300)),
    /** By which the site's server vouches for who is signed in there; encrypted, the newest first, two at most. */
    sealedSecrets: z.array(z.string()).max(2).default([]).meta({ hidden: true }),
  }),
  titleOf: (site) => site.origin,
  unique: [['origin']],
  access: { read: 'admin', create: 'admin', update: 'admin', delete: 'admin' },
});
