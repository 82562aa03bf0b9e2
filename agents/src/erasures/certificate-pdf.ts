import type { Certificate } from '@clianta/crm-core/erasure/certificate';
import { DateTime } from 'luxon';
import type { PdfNode } from 'pdfmake';
import { INK, pdfDocument } from '../charts/pdf-document.ts';

/** The certificate of an erasure on paper: counts by place, and what the proof looked at. @param locale - as `en-US` */
export async function certificatePdf(
  { erasure, keysHash, askedAt, finishedAt, places, proof }: Certificate,
  proofHash: string,
  { locale, timeZone, issuer }: { locale: string; timeZone: string; issuer: string },
): Promise<Uint8Array> {
  // large, and needed by no other answer
  const { makePdf } = await import('../charts/make-pdf.ts');
  const day = (at: Date | undefined) =>
    at
      ? `${printable(DateTime.fromJSDate(at, { zone: timeZone }).setLocale(locale).toLocaleString(DateTime.DATETIME_MED))} (${timeZone})`
      : 'not yet';
  const number = (value: number) => printable(value.toLocaleString(locale));
  const cell = (text: string, alignment: 'left' | 'right' = 'left', bold = false): PdfNode => ({
    text,
    alignment,
    bold,
  });
  const why = places.flatMap((place) => (place.why ? [`${place.kept} ${place.place}: ${place.why}`] : []));
  return makePdf(
    pdfDocument({ title: 'Certificate of erasure', author: issuer, foot: `Erasure ${erasure}` }, [
      { text: 'Certificate of erasure', style: 'title' },
      { text: `${issuer} erased the data of one person on request.`, margin: [0, 0, 0, 12] },
      {
        layout: 'noBorders',
        table: {
          headerRows: 0,
          widths: ['auto', '*'],
          body: [
            [cell('Asked'), cell(day(askedAt))],
            [cell('Finished'), cell(day(finishedAt))],
            [cell('Person, as a keyed hash'), cell(keysHash)],
            [cell('Hash of this certificate'), cell(proofHash)],
          ],
        },
        margin: [0, 0, 0, 14],
      },
      {
        layout: 'lightHorizontalLines',
        table: {
          headerRows: 1,
          widths: ['*', 'auto', 'auto', 'auto'],
          body: [
            [
              cell('Where', 'left', true),
              ...['Found', 'Erased', 'Kept'].map((text) => cell(text, 'right', true)),
            ],
            ...places.map(({ place, found, erased, kept }) => [
              cell(place),
              ...[found, erased, kept].map((count) => cell(number(count), 'right')),
            ]),
          ],
        },
        margin: [0, 0, 0, 12],
      },
      ...why.map((text): PdfNode => ({ text, color: INK.quiet, margin: [0, 0, 0, 4] })),
      {
        text: proof
          ? `Proof of ${day(proof.at)}: ${number(proof.documents)} documents, ${number(proof.files)} files and ${number(proof.queued)} queued events were looked through for every address, number, id and name of the person. Left: ${number(proof.left)}.`
          : 'It is not proven yet.',
        margin: [0, 10, 0, 0],
      },
    ]),
  );
}

/** The font has no narrow space. */
const printable = (text: string): string => text.replace(/\u202f/g, ' ');
