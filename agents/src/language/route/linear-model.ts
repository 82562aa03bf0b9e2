/**
 * A multinomial logistic regression over hashed features. Its weights stand by bucket, then by class, so that a feature
 * reads one stretch of memory.
 */
export interface LinearModel {
  classes: readonly string[];
  /** There are 2^bits buckets. */
  bits: number;
  weights: Float32Array | Int8Array;
  /** What a whole number of the weights is worth; 1 for those that are not quantised. */
  scale: number;
  /** Above 1 it is less sure than it was trained to be; found on sayings that were held out. */
  temperature: number;
}

/** What the weights say of each class, in the order of the classes. */
export function scoresOf(model: LinearModel, features: Uint32Array): Float64Array {
  const { weights, bits, classes } = model;
  const scores = new Float64Array(classes.length);
  const last = 2 ** bits - 1;
  for (const feature of features) {
    const start = (feature & last) * scores.length;
    for (let index = 0; index < scores.length; index++)
      scores[index] = (scores[index] as number) + (weights[start + index] as number);
  }
  const factor = model.scale / Math.sqrt(features.length || 1);
  return scores.map((score) => score * factor);
}

export function probabilitiesOf(model: LinearModel, features: Uint32Array): Float64Array {
  return softmax(scoresOf(model, features), model.temperature);
}

export function softmax(scores: Float64Array, temperature = 1): Float64Array {
  const highest = Math.max(...scores);
  const shares = scores.map((score) => Math.exp((score - highest) / temperature));
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => share / total);
}
