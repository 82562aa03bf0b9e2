import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readText } from './read-text.ts';
import { aDocx, aPdf } from './testing.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('the text of a file', () => {
  it('is told page by page of a PDF', async () => {
    expect(await readText(aPdf(['First page', 'The notice period is 90 days']), 'pdf')).toEqual({
      pages: ['First page', 'The notice period is 90 days'],
    });
  });

  it('is none in a scan', async () => {
    expect(await readText(aPdf(['', '']), 'pdf')).toEqual({ none: true });
    expect(await readText(bytes(' \n\t '), 'plain')).toEqual({ none: true });
  });

  it('is what a Word document says, without what was deleted in it', async () => {
    const docx = aDocx(['Price &amp; term', '</w:t><w:delText>old</w:delText><w:tab/><w:t>90 days']);
    expect(await readText(docx, 'docx')).toEqual({ pages: ['Price & term\n90 days'] });
  });

  it('is a page each slide of a presentation, in their order', async () => {
    const slide = (text: string) =>
      bytes(`<p:sld><p:spTree><a:p><a:t>${text}</a:t></a:p></p:spTree></p:sld>`);
    const numbered = [10, 2, 1].map((n) => [`ppt/slides/slide${n}.xml`, slide(`Slide ${n}`)] as const);
    expect(await readText(zipSync(Object.fromEntries(numbered)), 'pptx')).toEqual({
      pages: ['Slide 1', 'Slide 2', 'Slide 10'],
    });
  });

  it.each([
    ['UTF-8', Buffer.from('Müller € 5')],
    ['UTF-8 with a mark', Buffer.from('\ufeffMüller € 5')],
    ['UTF-16', Buffer.from('\ufeffMüller € 5', 'utf16le')],
    ['Windows-1252', Buffer.from([0x4d, 0xfc, 0x6c, 0x6c, 0x65, 0x72, 0x20, 0x80, 0x20, 0x35])],
  ])('is read in %s', async (_, content) => {
    expect(await readText(content, 'plain')).toEqual({ pages: ['Müller € 5'] });
  });
});

describe('what cannot be read is said to be', () => {
  it('protected by a password', async () => {
    const problem = 'it is protected by a password';
    expect(await readText(aPdf(['secret'], { isLocked: true }), 'pdf')).toEqual({ problem });
    expect(await readText(Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'docx')).toEqual({ problem });
  });

  it('damaged', async () => {
    for (const way of ['pdf', 'docx'] as const)
      expect(await readText(bytes('no document at all'), way)).toEqual({ problem: 'it is damaged' });
  });

  it('damaged when it would unpack to more than any document has', async () => {
    const bomb = zipSync({ 'word/document.xml': new Uint8Array(60 * 2 ** 20) });
    expect(bomb.length).toBeLessThan(200_000);
    expect(await readText(bomb, 'docx')).toEqual({ problem: 'it is damaged' });
  });

  it('too slow, or too large for its memory', async () => {
    expect(await readText(aPdf(['slow']), 'pdf', { readMs: 1 })).toEqual({
      problem: 'reading it takes longer than 10 s',
    });
    const large = zipSync({ 'word/document.xml': bytes(`<w:body>${'<w:t>x</w:t>'.repeat(2_000_000)}`) });
    expect(await readText(large, 'docx', { memoryMb: 16 })).toEqual({
      problem: 'reading it takes more memory than a document should',
    });
  });
});
