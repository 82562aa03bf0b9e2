import type { LinearModel } from './linear-model.ts';

/** The first model tells the agent (the first word of a class), the others, by the class, which of its tools. */
export interface RouterWeights {
  agents: LinearModel;
  tools: ReadonlyMap<string, LinearModel>;
  /** Of all that they were trained from. */
  hash: string;
}

interface Header {
  hash: string;
  models: Array<Omit<LinearModel, 'weights'> & { agent?: string }>;
}

const HIGHEST = 127;

/**
 * Four bytes for the length of a header in JSON, the header, then the weights of each model, a byte each.
 */
export function encodeWeights({ agents, tools, hash }: RouterWeights): Uint8Array {
  const models = [['', agents] as const, ...tools];
  const quantised = models.map(([, model]) => quantise(model.weights));
  const header: Header = {
    hash,
    models: models.map(([agent, { classes, bits, temperature }], index) => ({
      ...(agent && { agent }),
      classes,
      bits,
      temperature,
      scale: (quantised[index] as Quantised).scale,
    })),
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const length = new Uint8Array(Uint32Array.of(text.length).buffer);
  return Buffer.concat([length, text, ...quantised.map(({ weights }) => new Uint8Array(weights.buffer))]);
}

interface Quantised {
  weights: Int8Array;
  scale: number;
}

function quantise(weights: Float32Array | Int8Array): Quantised {
  let greatest = 1e-9;
  for (const weight of weights) greatest = Math.max(greatest, Math.abs(weight));
  const scale = greatest / HIGHEST;
  return { scale, weights: Int8Array.from(weights, (weight) => Math.round(weight / scale)) };
}

/** The weights are views of these bytes: nothing is copied. */
export function decodeWeights(bytes: Uint8Array): RouterWeights {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length))) as Header;
  let at = bytes.byteOffset + 4 + length;
  const models = header.models.map(({ agent = '', ...model }): [string, LinearModel] => {
    const weights = new Int8Array(bytes.buffer, at, 2 ** model.bits * model.classes.length);
    at += weights.length;
    return [agent, { ...model, weights }];
  });
  const [[, agents] = []] = models;
  if (!agents) throw new Error('The weights of the router have no model.');
  return { agents, tools: new Map(models.slice(1)), hash: header.hash };
}
