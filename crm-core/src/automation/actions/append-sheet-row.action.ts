import { missingAction } from './missing.ts';

export const appendSheetRow = missingAction(
  'append_sheet_row',
  'add a row to a spreadsheet',
  'a spreadsheet account',
);
