// A thread of its own: see unpack-sheet.ts. Plain JavaScript, since Node 20 reads no TypeScript in a worker by itself.
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { stringify } from 'csv-stringify/sync';
import readSheets from 'read-excel-file/node';

const { from, to, sheet } = workerData;
const ROWS_AT_ONCE = 1_000;

/** A day at midnight is a day; with a time of day it is an instant. */
const dateText = (date) => {
  const text = date.toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text;
};

const cellText = (cell) => {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? '' : dateText(cell);
  return String(cell);
};

try {
  const found = await readSheets(from);
  const sheets = found.map(({ sheet: name }) => name);
  const chosen = sheet
    ? found.find(({ sheet: name }) => name.toLowerCase() === sheet.toLowerCase())
    : found[0];
  if (!chosen) {
    parentPort.postMessage({
      problem: sheet
        ? `There is no sheet "${sheet}" in the file; it has ${sheets.join(', ')}.`
        : 'There is no sheet in the file.',
    });
  } else {
    const file = createWriteStream(to);
    for (let at = 0; at < chosen.data.length; at += ROWS_AT_ONCE)
      if (!file.write(stringify(chosen.data.slice(at, at + ROWS_AT_ONCE).map((row) => row.map(cellText)))))
        await new Promise((resolve) => file.once('drain', resolve));
    file.end();
    await finished(file);
    parentPort.postMessage({ sheet: chosen.sheet, sheets });
  }
} catch (error) {
  parentPort.postMessage({
    problem: `This is no Excel sheet that can be read (${error instanceof Error ? error.message.slice(0, 100) : 'damaged'}).`,
  });
}
