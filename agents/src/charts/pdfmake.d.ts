declare module 'pdfmake' {
  /** A document as pdfmake is told of it; only what is used here. */
  export type PdfNode =
    | string
    | {
        text?: string | PdfNode[];
        stack?: PdfNode[];
        columns?: PdfNode[];
        columnGap?: number;
        svg?: string;
        canvas?: Array<{
          type: 'line';
          x1: number;
          y1: number;
          x2: number;
          y2: number;
          lineWidth: number;
          lineColor: string;
        }>;
        table?: {
          headerRows?: number;
          widths?: Array<string | number>;
          dontBreakRows?: boolean;
          body: PdfNode[][];
        };
        layout?: string | PdfTableLayout;
        style?: string;
        width?: number | string;
        alignment?: 'left' | 'right' | 'center';
        margin?: [number, number, number, number];
        bold?: boolean;
        color?: string;
        fontSize?: number;
        lineHeight?: number;
        fillColor?: string;
        noWrap?: boolean;
        preserveLeadingSpaces?: boolean;
        /** Stays on one page. */
        unbreakable?: boolean;
      };
  /** Lines and gaps of a table, in points, by the place of a line or cell. */
  export interface PdfTableLayout {
    hLineWidth?(at: number, node: { table: { body: unknown[] } }): number;
    vLineWidth?(): number;
    hLineColor?(): string;
    paddingLeft?(at: number): number;
    paddingRight?(at: number, node: { table: { widths: unknown[] } }): number;
    paddingTop?(): number;
    paddingBottom?(): number;
  }
  export interface PdfDocument {
    info?: { title: string; author?: string };
    pageSize?: string;
    pageOrientation?: 'portrait' | 'landscape';
    pageMargins?: [number, number, number, number];
    content: PdfNode[];
    footer?(page: number, pages: number): PdfNode;
    defaultStyle?: { font?: string; fontSize?: number; color?: string };
    styles?: Record<string, { fontSize?: number; bold?: boolean; color?: string; margin?: number[] }>;
  }
  interface PdfMake {
    setFonts(fonts: Record<string, Record<'normal' | 'bold' | 'italics' | 'bolditalics', string>>): void;
    setUrlAccessPolicy(may: (url: string) => boolean): void;
    setLocalAccessPolicy(may: (path: string) => boolean): void;
    createPdf(document: PdfDocument): { getBuffer(): Promise<Uint8Array> };
  }
  const pdfmake: PdfMake;
  // biome-ignore lint/style/noDefaultExport: as the package has it
  export default pdfmake;
}
