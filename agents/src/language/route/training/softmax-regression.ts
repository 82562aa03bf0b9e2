import { type LinearModel, scoresOf, softmax } from '../linear-model.ts';
import { seeded } from './random.ts';

/** A saying in its variants (typed names, guessed names ...), and the class that it belongs to. */
export interface Row {
  variants: readonly Uint32Array[];
  label: string;
}

export interface TrainingOptions {
  bits: number;
  /** Rounds over all rows before the temperature is measured on those held out. */
  rounds: number;
  /** Rounds after it, with those held out among the rows. */
  lastRounds: number;
  rate: number;
}

const HELD_OUT = 8;
/** A class that is this near to right teaches nothing. */
const LEAST_ERROR = 0.006;
const TEMPERATURES = Array.from({ length: 31 }, (_, index) => 0.5 + index * 0.05);

/** Trains by stochastic gradients, each weight with a rate of its own (Adagrad). The same rows give the same weights. */
export function trainRegression(rows: readonly Row[], options: TrainingOptions): LinearModel {
  const classes = [...new Set(rows.map(({ label }) => label))].sort();
  const size = 2 ** options.bits * classes.length;
  const model: LinearModel = {
    classes,
    bits: options.bits,
    weights: new Float32Array(size),
    scale: 1,
    temperature: 1,
  };
  const squares = new Float32Array(size).fill(0.01);
  const random = seeded(20_260_101);
  const isHeldOut = (index: number) => index % HELD_OUT === 0 && rows.length > 10 * HELD_OUT;
  const learnt = rows.filter((_, index) => !isHeldOut(index));
  for (let round = 0; round < options.rounds; round++) oneRound(model, squares, learnt, options.rate, random);
  model.temperature = bestTemperature(
    model,
    rows.filter((_, index) => isHeldOut(index)),
  );
  for (let round = 0; round < options.lastRounds; round++)
    oneRound(model, squares, rows, options.rate, random);
  return model;
}

function oneRound(
  model: LinearModel,
  squares: Float32Array,
  rows: readonly Row[],
  rate: number,
  random: () => number,
): void {
  const { weights, classes, bits } = model;
  const count = classes.length;
  const last = 2 ** bits - 1;
  for (const { variants, label } of shuffled(rows, random)) {
    const features = variants[Math.floor(random() * variants.length)] as Uint32Array;
    const errors = softmax(scoresOf(model, features));
    const right = classes.indexOf(label);
    errors[right] = (errors[right] as number) - 1;
    const factor = 1 / Math.sqrt(features.length);
    const wrong = [...errors.keys()].filter((index) => Math.abs(errors[index] as number) > LEAST_ERROR);
    for (const feature of features) {
      const start = (feature & last) * count;
      for (const index of wrong) {
        const error = (errors[index] as number) * factor;
        const square = (squares[start + index] as number) + error * error;
        squares[start + index] = square;
        weights[start + index] = (weights[start + index] as number) - (rate * error) / Math.sqrt(square);
      }
    }
  }
}

function shuffled<T>(rows: readonly T[], random: () => number): T[] {
  const order = [...rows];
  for (let index = order.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    [order[index], order[other]] = [order[other] as T, order[index] as T];
  }
  return order;
}

/** The temperature under which what was held out is least surprising. */
function bestTemperature(model: LinearModel, rows: readonly Row[]): number {
  const scored = rows.map(({ variants, label }) => ({
    scores: scoresOf(model, variants[0] as Uint32Array),
    right: model.classes.indexOf(label),
  }));
  const surprise = (temperature: number) =>
    scored.reduce(
      (sum, { scores, right }) => sum - Math.log(Math.max(softmax(scores, temperature)[right] ?? 0, 1e-12)),
      0,
    );
  return TEMPERATURES.reduce((best, next) => (surprise(next) < surprise(best) ? next : best), 1);
}
