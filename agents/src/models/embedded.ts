import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { isLexiconLoaded } from '../language/recognise/lexicon/vocabulary.ts';
import { catalogue } from '../registry.ts';
import { EmbeddedModel } from './embedded-model.ts';
import { BUILT_IN, type Models, type ModelTurn } from './models.ts';

export function embeddedModel(turn: ModelTurn): BaseChatModel {
  return new EmbeddedModel({
    context: turn.language,
    catalogue: turn.catalogue,
    ...(turn.understanding && { understanding: turn.understanding }),
  });
}

/** The built-in language engine: no key, no network. */
export function embeddedModels(): Models {
  return {
    name: BUILT_IN,
    description: 'built-in language engine (set MODEL_PROVIDER to use a model)',
    inUse: { provider: BUILT_IN },
    agentModel: embeddedModel,
    health: () => ({ isHealthy: isLexiconLoaded(catalogue) }),
  };
}
