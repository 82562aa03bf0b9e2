import { aField, aKind } from '../src/metadata/testing.ts';

/** What the stand-in server has records of. */
export const metadata = [
  aKind('contact', { hasOwnFields: true }),
  aKind('company', { plural: 'companies', label: { one: 'company', many: 'companies' }, hasOwnFields: true }),
  aKind('opportunity', {
    plural: 'opportunities',
    label: { one: 'deal', many: 'deals' },
    columns: ['id', 'stageId', 'amountMinor'],
    title: 'id',
    fields: [
      aField('id', { label: 'Number' }),
      aField('stageId', { label: 'Stage', part: { of: 'pipeline', list: 'stages' } }),
      aField('amountMinor', { label: 'Amount', kind: 'number', format: 'money' }),
    ],
  }),
  aKind('pipeline'),
];
