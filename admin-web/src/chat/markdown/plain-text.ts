/** An answer where its marks are not drawn. */
export const plainText = (markdown: string): string => markdown.replace(/[*_`]/g, '');
