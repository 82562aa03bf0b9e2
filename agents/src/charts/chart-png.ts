import { Resvg } from '@resvg/resvg-js';
import type { ChartCard } from '../reply.schema.ts';
import { chartSvg } from './chart-svg.ts';
import { type ChartTheme, LIGHT } from './chart-theme.ts';
import { FONT_FILES } from './fonts.ts';

/** Twice the size it is looked at, for sharp screens. */
const SCALE = 2;

/** A chart as PNG; letters that the font does not have are left blank, so a table goes with it. */
export function chartPng(card: ChartCard, theme: ChartTheme = LIGHT): Uint8Array {
  const drawing = new Resvg(chartSvg(card, theme), {
    fitTo: { mode: 'zoom', value: SCALE },
    font: {
      loadSystemFonts: false,
      fontFiles: [FONT_FILES.normal, FONT_FILES.bold],
      defaultFontFamily: 'Roboto',
    },
  });
  return drawing.render().asPng();
}
