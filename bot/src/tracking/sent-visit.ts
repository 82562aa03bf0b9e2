import { sourceOf, utmOf } from '@clianta/crm-core/tracking/visit/source-of';
import type { TakenEvent } from '@clianta/crm-core/tracking/visit/store-events';
import { visitorIdSchema } from '@clianta/crm-core/tracking/visitor/visitor.schema';
import type { Request } from 'express';
import { isbot } from 'isbot';
import { z } from 'zod';

const eventSchema = z.object({
  i: z.string().regex(/^[\w-]{8,40}$/),
  t: z.string().regex(/^[\w .:/-]{1,60}$/),
  u: z.url({ protocol: /^https?$/ }).max(4_000),
  r: z.string().max(4_000).optional(),
});

/** What the scripts of websites send; short names, as they are sent often. */
export const sentVisitSchema = z.object({
  /** The site. */
  s: z.string().max(40),
  /** The visitor, who has agreed. */
  v: visitorIdSchema.optional(),
  /** The browser says that a program drives it. */
  m: z.literal(1).optional(),
  /** Who the visitor is. */
  k: z.string().max(200).optional(),
  /** The visitor has agreed on this very page, which was sent before. */
  c: z.literal(1).optional(),
  /** The visitor has withdrawn what they agreed to. */
  x: z.literal(1).optional(),
  e: z.array(eventSchema).max(20).default([]),
});
export type SentVisit = z.output<typeof sentVisitSchema>;

/** Why events are no person's; undefined: they may be one's. */
export function machineVisit(request: Request, { m }: SentVisit): string | undefined {
  const userAgent = request.get('user-agent');
  if (!userAgent) return 'does not say who it is';
  if (m) return 'a browser that a program drives';
  if (isbot(userAgent)) return 'says itself that it is a program';
  return /prefetch|prerender/.test(request.get('sec-purpose') ?? '')
    ? 'a page that was only prepared'
    : undefined;
}

/**
 * Events as they are stored: of addresses only what stands before the question mark, beside the tags of campaigns.
 *
 * @param whose - by what the visitor is told from others
 */
export function eventsOf(
  { e, c }: SentVisit,
  site: { id: string; workspaceId: string; origin: string },
  { at, why, ...whose }: { at: Date; why: string | undefined; visitorId?: string; dayKey?: string },
): TakenEvent[] {
  return e.flatMap(({ i, t, u, r }) => {
    const url = new URL(u);
    if (url.origin !== site.origin) return [];
    const from = t === 'page' ? sourceOf(url, r) : undefined;
    const utm = utmOf(url);
    const referrer = r && URL.canParse(r) ? new URL(r) : undefined;
    return [
      {
        ...{ workspaceId: site.workspaceId, siteId: site.id, eventId: i, type: t, at },
        url: `${url.origin}${url.pathname}`.slice(0, 1_000),
        path: url.pathname.slice(0, 500),
        isMachine: why !== undefined,
        ...whose,
        ...(referrer && { referrer: `${referrer.origin}${referrer.pathname}`.slice(0, 300) }),
        ...(utm && { utm }),
        ...(from && { from }),
        ...(why && { why }),
        ...(c && whose.visitorId && { isAdopted: true }),
      },
    ];
  });
}
