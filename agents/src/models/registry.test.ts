import { describe, expect, it } from 'vitest';
import { modelEnv } from './model-env.ts';
import { chooseModels } from './registry.ts';

const choose = (env: Record<string, string>) => chooseModels(modelEnv.parse(env));

describe('the models in use', () => {
  it('are the built-in engine when nothing is set, or when it is asked for', async () => {
    expect((await choose({})).inUse).toEqual({ provider: 'embedded' });
    const asked = await choose({ MODEL_PROVIDER: 'embedded', GOOGLE_API_KEY: 'k' });
    expect(asked.inUse).toEqual({ provider: 'embedded' });
  });

  it('are Gemini with no more than a key', async () => {
    expect((await choose({ GOOGLE_API_KEY: 'k' })).inUse).toEqual({
      provider: 'google',
      agentModel: 'gemini-2.5-pro',
      routerModel: 'gemini-2.5-flash',
    });
  });

  it('are the ones that are named, and one does for both', async () => {
    const local = await choose({ MODEL_PROVIDER: 'ollama', MODEL_AGENT: 'qwen3:8b' });
    expect(local.inUse).toEqual({ provider: 'ollama', agentModel: 'qwen3:8b', routerModel: 'qwen3:8b' });
    expect(local.description).toBe('Ollama: qwen3:8b');
    const served = await choose({
      MODEL_PROVIDER: 'openai-compatible',
      MODEL_BASE_URL: 'http://127.0.0.1:8000/v1',
      MODEL_AGENT: 'big',
      MODEL_ROUTER: 'small',
    });
    expect(served.description).toBe('OpenAI-compatible: big, small for routing');
  });

  it('are refused with the name of what is missing', async () => {
    const lacks = (env: Record<string, string>) =>
      choose(env).catch((error: unknown) => (error as Error).message);
    expect(await lacks({ MODEL_PROVIDER: 'google' })).toBe(
      'MODEL_PROVIDER=google needs MODEL_API_KEY or GOOGLE_API_KEY to be set.',
    );
    expect(await lacks({ MODEL_PROVIDER: 'ollama' })).toContain('needs MODEL_AGENT');
    expect(await lacks({ MODEL_PROVIDER: 'openai-compatible', MODEL_AGENT: 'm' })).toContain(
      'needs MODEL_BASE_URL',
    );
  });
});
