declare module 'pdfmake' {
  /** A document as pdfmake is told of it; only what is used here. */
  export type PdfNode =
    | string
    | {
        text?: string | PdfNode[];
        stack?: PdfNode[];
        svg?: string;
        table?: { headerRows?: number; widths?: Array<string | number>; body: PdfNode[][] };
        layout?: string;
        style?: string;
        width?: number;
        alignment?: 'left' | 'right' | 'center';
        margin?: [number, number, number, number];
        bold?: boolean;
        color?: string;
        fontSize?: number;
      };
  export interface PdfDocument {
    info?: { title: string };
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
