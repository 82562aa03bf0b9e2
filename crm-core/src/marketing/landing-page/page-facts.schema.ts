/** Something that is looked at before a page is published. */
export interface PageCheck {
  what: string;
  /** What is wrong; absent: it is in order. */
  fault?: string;
  /** It can be published all the same. */
  isHint?: boolean;
}

export interface VariantFigures {
  id: string;
  name: string;
  visitors: number;
  /** Addresses that were sent by its form. */
  conversions: number;
}

export interface PageFigures {
  variants: VariantFigures[];
  verdict: Verdict;
}

export type Verdict =
  | { kind: 'single' }
  | { kind: 'early'; least: number }
  | { kind: 'even'; chance: number }
  | { kind: 'winner'; id: string; chance: number };
