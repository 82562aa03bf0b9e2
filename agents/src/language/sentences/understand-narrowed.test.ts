import { describe, expect, it } from 'vitest';
import { understood } from '../testing/render-command.ts';

const REASSIGN = "Reassign all of Akira's open deals over 20k to Carlos";
const REASSIGNED = 'dealAgent update_deals: owner eq @Akira Mori & status eq open & amount gt 20000';
const DELETE = 'delete all contacts without an e-mail';
const DELETED = 'contactAgent delete_contacts: email is_empty';
const TO_CARLOS = 'set={owner: @Carlos Vega}';

/** What is said behind a whole request makes it about fewer records, never about others. */
const SENTENCES: ReadonlyArray<[said: string, command: string]> = [
  [`${REASSIGN}, but only those over 50k`, `${REASSIGNED} & amount gt 50000; ${TO_CARLOS}`],
  [`${REASSIGN}, only the ones in Proposal`, `${REASSIGNED} & stage eq Proposal; ${TO_CARLOS}`],
  [`${REASSIGN} but not the Litware pilot`, `${REASSIGNED} & id ne @Litware pilot; ${TO_CARLOS}`],
  [`${REASSIGN}, except those in Negotiation`, `${REASSIGNED} & stage ne Negotiation; ${TO_CARLOS}`],
  [`${REASSIGN} - not the ones at Northwind`, `${REASSIGNED} & company ne @Northwind; ${TO_CARLOS}`],
  [
    `${REASSIGN}, but only those over 50k, but not the Litware pilot`,
    `${REASSIGNED} & amount gt 50000 & id ne @Litware pilot; ${TO_CARLOS}`,
  ],
  [`${REASSIGN}, but not the Contoso ones`, `${REASSIGNED} & company ne @Contoso; ${TO_CARLOS}`],
  [`${DELETE}, only the Globex ones`, `${DELETED} & company eq @Globex`],
  [`${DELETE}, but only those in Berlin`, `${DELETED} & city eq Berlin`],
  [`${DELETE} only the ones in Berlin`, `${DELETED} & city eq Berlin`],
  [`${DELETE}, but keep Bob Tanaka`, `${DELETED} & id ne @Bob Tanaka`],
  [`${DELETE} not the ones at Northwind`, `${DELETED} & company ne @Northwind`],
  [
    `${DELETE}, but not those at Northwind in Berlin`,
    `${DELETED}; (company ne @Northwind) or (city ne Berlin)`,
  ],
  ['delete all contacts, but only those in Berlin', 'contactAgent delete_contacts: city eq Berlin'],
  [
    'show all deals over 20k, but only those in Proposal',
    'dealAgent search_deals: amount gt 20000 & stage eq Proposal',
  ],
  [`${REASSIGN}, to Mia instead`, `${REASSIGNED}; set={owner: @Mia Schulz}`],
  [`${REASSIGN}, but only those that shine`, 'unclear'],
  [`${REASSIGN}, only the first three`, 'unclear'],
  ['delete the contact Bob Tanaka, but only the first one', 'unclear'],
  ['move the Litware pilot to Proposal, but only the ones in Berlin', 'unclear'],
];

describe('a request that is narrowed down behind it', () => {
  it.each(SENTENCES)('“%s”', async (said, command) => {
    expect(await understood(said)).toBe(command);
  });
});
