import type { Router } from 'express';
import type { ServerParts } from '../server-parts.ts';
import type { Json } from './openapi/parts.ts';

/**
 * A part of what is served over HTTP: `raw` before bodies are read, for what is signed over them; `page` for people without
 * an account; `api` below /api without sign-in; `workspace` below /api/workspaces/:workspaceId, signed in.
 */
export interface Routes {
  at: 'raw' | 'page' | 'api' | 'workspace';
  /** Undefined: the configuration has it off. */
  routes(parts: ServerParts): Router | undefined;
  /** Its paths as OpenAPI describes them. */
  paths?(): Json;
  /** Before the first request: indexes of what it keeps. */
  prepare?(parts: ServerParts): Promise<void>;
}

export const defineRoutes = (routes: Routes): Routes => routes;
