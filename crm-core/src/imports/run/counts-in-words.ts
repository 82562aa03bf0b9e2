import type { ImportCounts } from '../import/import.schema.ts';

/** "214 contacts created, 12 updated, 3 rows with errors". */
export function countsInWords(
  counts: ImportCounts | undefined,
  label: { one: string; many: string },
): string {
  if (!counts) return 'nothing yet';
  const { created, updated, unchanged, skipped, failed, made } = counts;
  const number = (count: number) => count.toLocaleString('en-US');
  const rows = (count: number) => `${number(count)} ${count === 1 ? 'row' : 'rows'}`;
  const parts = [
    `${number(created)} ${created === 1 ? label.one : label.many} created`,
    updated > 0 && `${number(updated)} updated`,
    unchanged > 0 && `${number(unchanged)} already there`,
    made > 0 && `${number(made)} ${made === 1 ? 'record' : 'records'} made that rows named`,
    skipped > 0 && `${rows(skipped)} left out`,
    failed > 0 && `${rows(failed)} with errors`,
  ];
  return parts.filter(Boolean).join(', ');
}
