import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import type { Catalogue } from '../catalogue.ts';
import type { LanguageContext, Understanding } from '../language/language-context.ts';
import type { Listener } from './listener.ts';
import type { FailureKind } from './model-failure.ts';

/** What a model may need to know of the turn; the built-in model reads it, a vendor's model has it in its prompt. */
export interface ModelTurn {
  language: LanguageContext;
  catalogue: Catalogue;
  /** What the supervisor has understood already, narrowed to the step at hand. */
  understanding?: Understanding;
}

/** Whether the model answers; instants are ISO 8601. */
export interface ModelHealth {
  isHealthy: boolean;
  /** Absent before the first call, and where nobody is called. */
  lastCallAt?: string;
  failingSince?: string;
  /** How the last call failed. */
  error?: FailureKind;
}

/** What is in use, for the health page. Names only: an address may tell more than the page's readers should know. */
export interface ModelsInUse {
  /** By its name in the configuration; `embedded` without one. */
  provider: string;
  agentModel?: string;
  routerModel?: string;
}

/** What of the configuration a provider does not accept. */
export interface ModelProblem {
  about: 'key' | 'model';
  /** What is wrong, and what to do; never a value that is a secret. */
  problem: string;
}

/** The name of the built-in language engine in traces. */
export const BUILT_IN = 'embedded';

/** The models in use. The graph knows nothing else of them. */
export interface Models {
  /** For traces and the health page. */
  readonly name: string;
  readonly description: string;
  readonly inUse: ModelsInUse;
  /**
   * Whether the agent model is given what was said before, and what its reads gave, to go on from it. The built-in one has
   * the language context, and has made its calls at once.
   */
  readonly readsHistory?: boolean;
  /** Chooses tools and words answers. */
  agentModel(turn: ModelTurn): BaseChatModel;
  /** Decides which agent, when the language engine is unsure. Absent: the language engine's word stands. */
  routerModel?(): BaseChatModel;
  /** Takes over when the provider fails. Absent: there is nothing to fall back from. */
  fallbackModel?(turn: ModelTurn): BaseChatModel;
  /** Turns sound into text. Absent: nothing that is in use can. */
  readonly listener?: Listener;
  /** Asks the provider, which costs nothing, whether key and model are right. Undefined too where it cannot be reached. */
  check?(): Promise<ModelProblem | undefined>;
  /** As far as it is known without calling anybody. */
  health(): ModelHealth;
}
