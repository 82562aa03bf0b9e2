import { z } from 'zod';
import type { ModelProblem } from './models.ts';

const PATIENCE_MS = 8_000;

const listSchema = z.object({
  models: z.array(z.object({ name: z.string().optional() })).optional(),
  data: z.array(z.object({ id: z.string().optional() })).optional(),
});

interface ListCheck {
  /** For people: "Gemini". */
  title: string;
  /** Where the provider lists its models: that costs nothing, and needs the key. */
  url: string;
  headers: Record<string, string>;
  /** Their names, in the provider's form; undefined where that is none. */
  named(list: z.output<typeof listSchema>): Array<string | undefined> | undefined;
  /** Those that are to be used. */
  models: readonly string[];
  /** Where a key is had. */
  getKey?: string;
  /** How a model that is not there is had. */
  getModel?(name: string): string;
}

/** What a provider does not accept, by the list of its models; undefined also where no list came, which says nothing. */
export async function checkByList(check: ListCheck): Promise<ModelProblem | undefined> {
  const { title, url, headers } = check;
  const answer = await fetch(url, { headers, signal: AbortSignal.timeout(PATIENCE_MS) })
    .then(async (response) => ({ status: response.status, text: await response.text() }))
    .catch(() => undefined);
  if (!answer) return undefined;
  // Gemini refuses a wrong key with 400
  if ([401, 403].includes(answer.status) || /API_KEY_INVALID|API key not valid/.test(answer.text)) {
    const getKey = check.getKey ?? 'Set the one that it gives out.';
    return { about: 'key', problem: `${title} does not accept it. ${getKey}` };
  }
  if (answer.status !== 200) return undefined;
  const list = listSchema.safeParse(parsed(answer.text)).data;
  const there = list && check.named(list);
  const missing = there?.length ? check.models.find((name) => !there.includes(name)) : undefined;
  if (missing === undefined) return undefined;
  const getModel = check.getModel?.(missing) ?? 'Set one of those that it lists.';
  return { about: 'model', problem: `${title} has no model “${missing}”. ${getModel}` };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
