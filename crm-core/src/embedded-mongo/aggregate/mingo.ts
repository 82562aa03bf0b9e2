import { createRequire } from 'node:module';
import type { Context } from 'mingo/core';
import { dateArithmetic } from './date-arithmetic.ts';
import { ownAccumulators, ownExpressions } from './own-operators.ts';
import { regexOperators } from './regex-operators.ts';
import { withTimeZones } from './time-zones.ts';

type Operators = Record<string, (...parameters: never[]) => unknown>;

export interface Mingo {
  Aggregator: typeof import('mingo/aggregator').Aggregator;
  Context: typeof Context;
  evalExpr: typeof import('mingo/core').evalExpr;
  Lazy: typeof import('mingo/lazy').Lazy;
  accumulators: Operators;
  expressions: Operators;
  stages: Operators;
  projections: Operators;
  windows: Operators;
}

const require = createRequire(import.meta.url);
let loaded: Mingo | undefined;

/** Mingo is some 250 files, and most servers never see a pipeline before they are warm: it is loaded at first use. */
export function mingo(): Mingo {
  loaded ??= load();
  return loaded;
}

function load(): Mingo {
  const { Context, evalExpr } = require('mingo/core');
  const lazy = require('mingo/lazy');
  // operators that run scripts are left out
  const { $accumulator: _a, ...accumulators } = require('mingo/operators/accumulator');
  const { $function: _f, ...expressions } = require('mingo/operators/expression');
  return {
    Aggregator: require('mingo/aggregator').Aggregator,
    Context,
    evalExpr,
    Lazy: lazy.Lazy,
    accumulators: { ...accumulators, ...ownAccumulators(accumulators.$push, evalExpr) },
    expressions: {
      ...withTimeZones<Operators[string]>(expressions, evalExpr),
      ...ownExpressions(evalExpr),
      ...regexOperators(evalExpr),
      ...dateArithmetic(evalExpr, require('luxon').DateTime),
    },
    stages: { ...require('mingo/operators/pipeline') },
    projections: { ...require('mingo/operators/projection') },
    windows: { ...require('mingo/operators/window') },
  };
}

/** A mingo context of all operators and these stages. */
export function contextWith(stages: Operators): Context {
  const { accumulators, expressions, projections, windows } = mingo();
  return mingo().Context.init({
    accumulator: accumulators as never,
    expression: expressions as never,
    projection: projections as never,
    window: windows as never,
    pipeline: stages as never,
  });
}
