import type { Router } from 'express';
import type { ServerParts } from '../server-parts.ts';
import type { Routes } from './define-routes.ts';
import { routes } from './registry.ts';

/** Routers by where they are mounted, in the order in which they are asked. */
export type Mounted = Readonly<Record<Routes['at'], readonly Router[]>>;

/** All routes of the registry, ready to be served. */
export async function mountRoutes(parts: ServerParts): Promise<Mounted> {
  for (const { prepare } of routes) await prepare?.(parts);
  const at = (place: Routes['at']) =>
    routes.flatMap((one) => (one.at === place ? (one.routes(parts) ?? []) : []));
  return {
    raw: [...at('raw'), ...parts.foreign.map(({ router }) => router)],
    page: at('page'),
    api: at('api'),
    workspace: at('workspace'),
  };
}
