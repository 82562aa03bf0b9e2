import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const package_ = createRequire(import.meta.url).resolve('pdfmake/package.json');

/** Roboto (Apache-2.0), as pdfmake brings it: what is drawn looks the same on every machine. */
export const FONT_DIR = join(dirname(package_), 'fonts', 'Roboto');
export const FONT_FILES = {
  normal: join(FONT_DIR, 'Roboto-Regular.ttf'),
  bold: join(FONT_DIR, 'Roboto-Medium.ttf'),
  italics: join(FONT_DIR, 'Roboto-Italic.ttf'),
  bolditalics: join(FONT_DIR, 'Roboto-MediumItalic.ttf'),
};
