import { defineAgent } from '../../agent.ts';
import { sayingsOf } from '../../language/sayings.ts';
import { getBuyingCommittee } from './buying-committee.tool.ts';
import { companySayings } from './company.sayings.ts';
import {
  createCompany,
  deleteCompanies,
  getCompany,
  getCompanyHierarchy,
  searchCompanies,
  updateCompanies,
} from './company.tools.ts';

const tools = [
  searchCompanies,
  getCompany,
  createCompany,
  updateCompanies,
  deleteCompanies,
  getCompanyHierarchy,
  getBuyingCommittee,
];

export const companyAgent = defineAgent({
  name: 'companyAgent',
  description: 'Finds, adds and changes companies, their hierarchy and who decides there.',
  instructions: `You look after organisations. Answer questions about one company with get_company. Lists take filters on any
field; sizes are in the field employees.`,
  tools,
  examples: [
    'All technology companies over 200 people',
    'Create a company profile for Acme',
    'Who decides at Acme?',
  ],
  sayings: sayingsOf(tools, companySayings),
});
