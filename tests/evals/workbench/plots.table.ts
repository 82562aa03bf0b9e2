import type { WorkbenchTable } from './table.ts';

/** Its plots are the charts of reports. */
export const plotsTable: WorkbenchTable<'plots'> = {
  name: 'plots',
  async fill() {},
  changes: () => ({ removed: [], rows: [] }),
};
