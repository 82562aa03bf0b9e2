import { auditChain } from './audit-chain.migration.ts';
import { companyAncestors } from './company-ancestors.migration.ts';
import { countedVisits } from './counted-visits.migration.ts';
import { daysOfTheCalendar } from './days-of-the-calendar.migration.ts';
import { knownPlaces } from './known-places.migration.ts';
import { matchKeys } from './match-keys.migration.ts';
import type { Migration } from './migration.ts';
import { noticesWithStates } from './notices-with-states.migration.ts';
import { outgrownIndexes } from './outgrown-indexes.migration.ts';
import { phoneNumbers } from './phone-numbers.migration.ts';
import { searchAndOrderKeys } from './search-and-order-keys.migration.ts';

/** In the order in which they run. */
export const migrations: readonly Migration[] = [
  daysOfTheCalendar,
  knownPlaces,
  phoneNumbers,
  searchAndOrderKeys,
  noticesWithStates,
  matchKeys,
  companyAncestors,
  auditChain,
  outgrownIndexes,
  countedVisits,
];
