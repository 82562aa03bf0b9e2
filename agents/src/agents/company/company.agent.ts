import { defineAgent } from '../../agent.ts';
import { sayingsOf } from '../../language/sayings.ts';
import { getBuyingCommittee } from './buying-committee.tool.ts';
import { committeeSayings } from './committee.sayings.ts';
import { companySayings } from './company.sayings.ts';
import {
  createCompany,
  deleteCompanies,
  getCompany,
  searchCompanies,
  updateCompanies,
} from './company.tools.ts';
import { getCompanyHierarchy } from './company-hierarchy.tool.ts';
import { setCommitteeRole } from './set-committee-role.tool.ts';

const tools = [
  searchCompanies,
  getCompany,
  createCompany,
  updateCompanies,
  deleteCompanies,
  getCompanyHierarchy,
  getBuyingCommittee,
  setCommitteeRole,
];

export const companyAgent = defineAgent({
  name: 'companyAgent',
  description: 'Finds, adds and changes companies, their hierarchy and who decides there.',
  instructions: `You look after organisations. Answer questions about one company with get_company. Lists take filters on any
field; sizes are in the field employees. Who plays which part in a purchase is kept with set_committee_role once somebody says so.`,
  tools,
  examples: [
    'All technology companies over 200 people',
    'Create a company profile for Acme',
    'Who decides at Acme?',
  ],
  sayings: sayingsOf(tools, { ...companySayings, ...committeeSayings }),
});
