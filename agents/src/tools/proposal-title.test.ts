import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { describe, expect, it } from 'vitest';
import { updateTitle } from './proposal-title.ts';

describe('the title of a proposed update says what will happen', () => {
  it.each([
    [{ ownerId: 'u1' }, [{ label: 'Owner', to: 'Carlos Mendes' }], 'Reassign 18 deals to Carlos Mendes'],
    [{ ownerId: null }, [{ label: 'Owner', to: '(empty)' }], 'Unassign 18 deals'],
    [{ stageId: 's1' }, [{ label: 'Stage', to: 'Proposal' }], 'Move 18 deals to Proposal'],
    [{ status: 'lost' }, [{ label: 'Status', to: 'Lost' }], 'Close 18 deals as lost'],
    [{ nextStep: null }, [{ label: 'Next step', to: '(empty)' }], 'Clear the next step of 18 deals'],
    [
      { source: 'fair', nextStep: 'Call' },
      [
        { label: 'Source', to: 'fair' },
        { label: 'Next step', to: 'Call' },
      ],
      'Change source and next step of 18 deals',
    ],
  ])('%o', (patch, changes, title) => {
    expect(updateTitle(Opportunity, '18 deals', patch, changes)).toBe(title);
  });

  it('names the field and its value otherwise, also of the workspace’s own fields', () => {
    const industry = [{ label: 'Industry', to: 'Retail' }];
    expect(updateTitle(Company, '7 companies', { industry: 'Retail' }, industry)).toBe(
      'Set the industry of 7 companies to Retail',
    );
    const own = [{ label: 'Renewal', to: 'Tue 1 Dec 2026' }];
    expect(updateTitle(Company, '7 companies', { customFields: { renewal: '2026-12-01' } }, own)).toBe(
      'Set the renewal of 7 companies to Tue 1 Dec 2026',
    );
  });

  it('does not list many fields', () => {
    const changes = ['A', 'B', 'C', 'D'].map((label) => ({ label, to: 'x' }));
    expect(updateTitle(Company, '7 companies', {}, changes)).toBe('Update 7 companies');
  });
});
