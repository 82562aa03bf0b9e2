import type { Models } from '@clianta/agents/models/models';

/** An answer of a model's server as it goes over the wire. */
export interface WireAnswer {
  status?: number;
  headers?: Record<string, string>;
  body: string;
}

/** How the suite opens a provider, and what its server says when things are not as they should be. */
export interface ModelDriver {
  /** As in the configuration. */
  provider: string;
  /** @param url - of the stand-in */
  open(url: string): Models;
  says(text: string, ending: 'whole' | 'cut'): WireAnswer;
  calls(tool: string, args: Record<string, unknown>, ending: 'whole' | 'cut'): WireAnswer;
  /** Neither words nor calls. */
  nothing: WireAnswer;
  /** The vendor withholds the answer. Absent: it never does. */
  blocked?: WireAnswer;
  /** A call whose arguments are no JSON. Absent: the server parses them itself. */
  garbledCall?: (tool: string) => WireAnswer;
  /** Too many requests; `afterSeconds` is said where the vendor says it. */
  busy(afterSeconds: number): WireAnswer;
  saysWhenToTryAgain: boolean;
  failure(status: number): WireAnswer;
}

export const AGENT_MODEL = 'stand-in-agent';
export const ROUTER_MODEL = 'stand-in-router';

const JSON_TYPE = { 'Content-Type': 'application/json' };
export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): WireAnswer => ({
  status,
  headers: { ...JSON_TYPE, ...headers },
  body: JSON.stringify(body),
});
