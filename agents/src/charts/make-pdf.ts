import pdfmake, { type PdfDocument } from 'pdfmake';
import { FONT_DIR, FONT_FILES } from './fonts.ts';

pdfmake.setFonts({ Roboto: FONT_FILES });
// a document reads nothing but its fonts: neither files of the server nor addresses in its network
pdfmake.setLocalAccessPolicy((path) => path.startsWith(FONT_DIR));
pdfmake.setUrlAccessPolicy(() => false);

/** @returns the document as PDF */
export function makePdf(document: PdfDocument): Promise<Uint8Array> {
  return pdfmake
    .createPdf({ defaultStyle: { font: 'Roboto', fontSize: 10, color: '#1c2329' }, ...document })
    .getBuffer();
}
