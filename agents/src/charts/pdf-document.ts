import type { PdfDocument, PdfNode } from 'pdfmake';

/** The colours of documents: those of the charts in them. */
export const INK = { text: '#1c2329', quiet: '#5b6670', rule: '#dfe3e7', mark: '#0a6b5c' } as const;

/** What is between the margins of an upright page, in points. */
export const PAGE_WIDTH = 515;

/** What all our documents have in common: page, margins, and at the foot who says it and which page it is. */
export function pdfDocument(
  { title, author, foot, isWide = false }: { title: string; author?: string; foot: string; isWide?: boolean },
  content: PdfNode[],
): PdfDocument {
  return {
    info: { title, ...(author && { author }) },
    pageSize: 'A4',
    pageOrientation: isWide ? 'landscape' : 'portrait',
    pageMargins: [40, 44, 40, 50],
    content,
    footer: (page, pages) => ({
      text: `${foot}${foot && ' · '}page ${page} of ${pages}`,
      alignment: 'center',
      fontSize: 8,
      color: INK.quiet,
      margin: [40, 16, 40, 0],
    }),
    styles: { title: { fontSize: 17, bold: true, margin: [0, 0, 0, 6] } },
  };
}
