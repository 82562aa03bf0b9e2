import { DateTime } from 'luxon';
import { tokenise } from './text/tokenise.ts';
import { readTimes } from './times/read-times.ts';
const now = DateTime.fromISO('2026-03-10T09:30', { zone: 'Europe/Berlin' });
for (const t of ["Remind me to call Jane tomorrow at 10", "end of next month", "closing this quarter","by Friday","next friday at 3","in the last 30 days","for a month","since March","before 15 Jan","next week","March 15","Q4","Q1 2027","at 3pm on monday","March 29 at 10","the 15th","eoq","in 2 weeks","3 days ago","March 15th, 2026 at 3pm","15/03/2026","2026-03-31 14:00","may you help", "add jane $1.2m EUR 40,000 40 000 € 12k 50%, +1 415 555 0100 jane@northwind.example haven't Akira's e-mail A-grade"]) {
  const tk = tokenise(t);
  console.log(t, '=>', readTimes(tk, now).map((m) => tk.slice(m.at, m.at + m.length).map((x) => x.text).join(' ') + ': ' + (m.value.kind === 'span' ? m.value.from.toISO() + '..' + m.value.to.toISO() : m.value.amount + m.value.unit)).join(' | '));
  if (t.startsWith('add')) console.log(tk.map((x) => `${x.kind}:${x.norm}:${x.value ?? ''}${x.currency ?? ''}`).join(' '));
}
