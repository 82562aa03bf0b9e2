import { z } from 'zod';

/** The environment variables that say which model is used. */
export const modelEnv = z.object({
  MODEL_PROVIDER: z
    .enum(['embedded', 'google', 'ollama', 'openai-compatible'])
    .optional()
    .describe(
      'Whose model is used: `google`, `ollama`, `openai-compatible`, or `embedded` for the built-in language engine. Unset: `google` with a GOOGLE_API_KEY, else `embedded`.',
    ),
  MODEL_BASE_URL: z
    .url()
    .optional()
    .describe(
      'Where the model listens. `openai-compatible` needs it, up to and with `/v1`; unset, `ollama` is http://127.0.0.1:11434 and `google` its own address.',
    ),
  MODEL_API_KEY: z
    .string()
    .optional()
    .describe('Key of the model’s provider, where it has one. For `google`, GOOGLE_API_KEY will do as well.'),
  MODEL_AGENT: z
    .string()
    .optional()
    .describe(
      'The model that chooses tools and words answers, such as qwen3:8b. `ollama` and `openai-compatible` need it.',
    ),
  MODEL_ROUTER: z
    .string()
    .optional()
    .describe('The model for small decisions. Unset: that of `google`, else the one of MODEL_AGENT.'),
  GOOGLE_API_KEY: z.string().optional().describe('Key of the Gemini API; with it alone, Gemini is used.'),
  GOOGLE_API_BASE_URL: z.url().optional().describe('A proxy in front of the Gemini API.'),
  GEMINI_AGENT_MODEL: z
    .string()
    .default('gemini-2.5-pro')
    .describe('MODEL_AGENT of `google`, where that is not set.'),
  GEMINI_ROUTER_MODEL: z
    .string()
    .default('gemini-2.5-flash')
    .describe('MODEL_ROUTER of `google`, where that is not set.'),
});

export type ModelEnv = z.output<typeof modelEnv>;
