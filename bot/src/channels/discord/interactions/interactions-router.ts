import express, { type ErrorRequestHandler, Router } from 'express';
import { DISCORD_PATH } from '../discord-path.ts';
import { type DiscordInteraction, interactionSchema } from '../inbound/discord.schema.ts';
import type { Respond } from './interaction-context.ts';
import type { InteractionGuard } from './interaction-guard.ts';

const LARGEST = '1mb';

interface RouterOptions {
  /** Absent when the app takes its interactions over the gateway alone. */
  guard: InteractionGuard | undefined;
  isStopping(): boolean;
  take(interaction: DiscordInteraction, respond: Respond): Promise<void>;
}

/** Interactions over HTTP. It goes before any body parser: the signature is over the raw body. */
export function interactionsRouter({ guard, isStopping, take }: RouterOptions): Router {
  const router = Router();
  if (!guard) return router;
  router.post(DISCORD_PATH, express.raw({ type: () => true, limit: LARGEST }), async (request, response) => {
    if (isStopping()) return void response.status(503).set('Retry-After', '5').end();
    const body: unknown = request.body;
    const raw = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
    const [timestamp, signature] = [request.get('x-signature-timestamp'), request.get('x-signature-ed25519')];
    if (!guard.accepts(timestamp, signature, raw)) return void response.status(401).end();
    const interaction = interactionSchema.safeParse(json(raw));
    if (!interaction.success) return void response.status(400).end();
    await take(interaction.data, async (answer) => {
      if (!response.headersSent) response.json(answer);
    });
    // what failed before it could be answered
    if (!response.headersSent) response.status(400).end();
  });
  router.use(DISCORD_PATH, refuse);
  return router;
}

function json(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** What the body parser does not take: too large, cut off, of an encoding that is none. */
const refuse: ErrorRequestHandler = (error, _request, response, _next) => {
  const status: unknown = (error as { status?: unknown }).status;
  const isClients = typeof status === 'number' && status >= 400 && status < 500;
  response.status(isClients ? status : 400).end();
};
