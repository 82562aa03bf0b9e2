import { UpstreamError } from '@clianta/crm-core/errors';
import { withoutWords } from '@clianta/crm-core/loggable-error';
import { z } from 'zod';

/** What kind of failure, for an operator and for what to do next. The last four are of the answer: the provider works. */
export type FailureKind =
  | 'credentials'
  | 'rate_limited'
  | 'refused'
  | 'unavailable'
  | 'timeout'
  | 'unreachable'
  | 'unreadable'
  | 'other'
  | 'over_budget'
  | 'blocked'
  | 'empty'
  | 'cut'
  | 'bad_call';

const OF_ANSWER: ReadonlySet<FailureKind> = new Set(['blocked', 'empty', 'cut', 'bad_call']);
const MAY_PASS: ReadonlySet<FailureKind> = new Set([
  'rate_limited',
  'unavailable',
  'unreachable',
  'unreadable',
]);

const WORDS: Readonly<Record<FailureKind, string>> = {
  credentials: 'The language model does not accept its key; an administrator can set another.',
  rate_limited: 'The language model takes no more requests at the moment.',
  refused: 'The language model does not accept the request.',
  unavailable: 'The language model has a problem of its own at the moment.',
  timeout: 'The language model did not answer in time.',
  unreachable: 'The language model cannot be reached.',
  unreadable: 'What the language model answered cannot be read.',
  other: 'The language model did not answer.',
  over_budget: 'The budget of the language model is used up for this month.',
  blocked: 'The language model declines to answer that.',
  empty: 'The language model gave no answer.',
  cut: 'The answer of the language model became too long and was cut off.',
  bad_call: 'The language model did not use its tools properly.',
};

/** A model's call that came to nothing. Its message is for people and holds nothing of the vendor's own, which may quote a prompt or a key. */
export class ModelFailure extends UpstreamError {
  readonly kind: FailureKind;

  constructor(kind: FailureKind, options: { cause?: unknown; retryAfterMs?: number } = {}) {
    const seconds = Math.ceil((options.retryAfterMs ?? 0) / 1000);
    const wait = seconds > 0 ? ` Try again in ${seconds} second${seconds === 1 ? '' : 's'}.` : '';
    super(`${WORDS[kind]}${wait}`, options);
    this.kind = kind;
  }

  /** The provider answered, and the answer is of no use. */
  get isOfAnswer(): boolean {
    return OF_ANSWER.has(this.kind);
  }

  /** The very same call may well work when it is made again. */
  get mayPass(): boolean {
    return MAY_PASS.has(this.kind);
  }
}

/** What errors of the vendors' clients have in common, and what each has of its own. */
const thrownSchema = z.object({
  name: z.string().catch(''),
  message: z.string().catch(''),
  /** google-genai and openai; ollama calls it `status_code`. */
  status: z.number().optional().catch(undefined),
  status_code: z.number().optional().catch(undefined),
  /** openai: the answer's headers. */
  headers: z.instanceof(Headers).optional().catch(undefined),
  /** google-genai: a list of google.rpc details, of which RetryInfo says `retryDelay: "30s"`. */
  errorDetails: z.array(z.object({ retryDelay: z.string().optional() })).catch([]),
  /** google-genai: why there is no content. */
  finishReason: z.string().optional().catch(undefined),
  blockReason: z.string().optional().catch(undefined),
  cause: z.object({ code: z.string().catch('') }).catch({ code: '' }),
});
type Thrown = z.output<typeof thrownSchema>;

/** Tells what a vendor's client has thrown. */
export function failureOf(error: unknown): ModelFailure {
  if (error instanceof ModelFailure) return error;
  const thrown = thrownSchema.parse(Object(error));
  const retryAfterMs = retryAfterOf(thrown);
  return new ModelFailure(kindOf(thrown), {
    // which may quote the prompt, or the key
    cause: withoutWords(error),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

function kindOf({ name, message, finishReason, blockReason, cause, ...thrown }: Thrown): FailureKind {
  if (name === 'EmptyContentError') return kindOfEnding(finishReason ?? (blockReason && 'SAFETY')) ?? 'empty';
  const status = thrown.status ?? thrown.status_code;
  if (status === 401 || status === 403 || /api key not valid/i.test(message)) return 'credentials';
  if (status === 429) return 'rate_limited';
  if (status === 408 || status === 504) return 'timeout';
  if (status !== undefined) return status >= 500 ? 'unavailable' : 'refused';
  if (/abort|timeout|timed out/i.test(`${name} ${message}`)) return 'timeout';
  const wire = `${message} ${cause.code}`;
  if (
    /fetch failed|connection error|ECONN|ENOTFOUND|UND_ERR|network|terminated|premature|socket|Did not receive done/i.test(
      wire,
    )
  )
    return 'unreachable';
  if (name === 'SyntaxError' || /JSON/.test(message)) return 'unreadable';
  return 'other';
}

/**
 * What is wrong with an answer that ended like this, by the word of Gemini (`finishReason`), OpenAI (`finish_reason`) or
 * Ollama (`done_reason`); undefined when it ended as it should.
 */
export function kindOfEnding(reason: string | undefined): FailureKind | undefined {
  if (reason === undefined) return undefined;
  if (/^(max_tokens|length)$/i.test(reason)) return 'cut';
  if (/^(malformed_function_call|unexpected_tool_call)$/i.test(reason)) return 'bad_call';
  if (/^(safety|recitation|language|blocklist|prohibited_content|spii|content_filter)$/i.test(reason))
    return 'blocked';
  return undefined;
}

function retryAfterOf({ headers, errorDetails }: Thrown): number | undefined {
  const said = headers?.get('retry-after') ?? errorDetails.find(({ retryDelay }) => retryDelay)?.retryDelay;
  const seconds = Number(/^(\d+(?:\.\d+)?)s?$/.exec(said ?? '')?.[1]);
  return Number.isNaN(seconds) ? undefined : seconds * 1000;
}
