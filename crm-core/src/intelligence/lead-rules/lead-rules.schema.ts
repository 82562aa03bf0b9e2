import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { InvalidError } from '../../errors.ts';

const points = (usual: number, label: string) =>
  z.number().int().min(-100).max(100).default(usual).meta({ label });

/**
 * What a lead is scored by; one in a workspace, and its version names what a score was made by. Points of fit add up to
 * 100, points of intent fade. Without a record the defaults hold.
 */
export const LeadRules = defineEntity({
  name: 'leadRules',
  plural: 'lead-rules',
  domain: 'intelligence',
  label: { one: 'scoring rules', many: 'scoring rules' },
  schema: z.object({
    industry: points(25, 'Industry'),
    size: points(25, 'Company size'),
    seniority: points(20, 'Seniority'),
    country: points(15, 'Country'),
    companyMail: points(10, 'Company e-mail'),
    reachable: points(5, 'Phone and company known'),
    disposableMail: points(-30, 'Throw-away e-mail'),
    pageView: points(5, 'Page view'),
    emailOpen: points(3, 'E-mail opened'),
    click: points(10, 'Click'),
    form: points(20, 'Form'),
    demoRequest: points(50, 'Demo request'),
    /** Taken from intent at each local midnight. */
    fadesDaily: z.number().int().min(0).max(100).default(2).meta({ label: 'Fading a day' }),
    /** After a midnight, less than this is nothing. */
    leastIntent: z.number().int().min(0).max(100).default(10).meta({ label: 'Least intent' }),
    /** How much of the score is fit, 0 to 1; the rest is intent. */
    fitShare: z.number().min(0).max(1).default(0.6).meta({ label: 'Share of fit', format: 'percent' }),
    gradeA: z.number().int().min(1).max(100).default(80).meta({ label: 'From this score: A' }),
    gradeB: z.number().int().min(1).max(100).default(65).meta({ label: 'From this score: B' }),
    gradeC: z.number().int().min(1).max(100).default(50).meta({ label: 'From this score: C' }),
    gradeD: z.number().int().min(1).max(100).default(35).meta({ label: 'From this score: D' }),
  }),
  titleOf: () => 'Lead scoring rules',
  access: { create: 'admin', update: 'admin', delete: 'admin' },
  async prepare(next, { before, countWhere }) {
    const { gradeA, gradeB, gradeC, gradeD } = next;
    if (!(gradeA > gradeB && gradeB > gradeC && gradeC > gradeD))
      throw new InvalidError('A grade needs a higher score than the next one below it.', {
        gradeA: 'A must begin above B, B above C, and C above D',
      });
    if (!before && (await countWhere('leadRules', {})) > 0)
      throw new InvalidError('There are scoring rules already. Change those.');
    return {};
  },
});

type LeadRulesRecord = RecordOf<typeof LeadRules>;

/** What is scored by; version 0 while nobody has changed anything. */
export type ScoringRules = Pick<LeadRulesRecord, keyof z.output<typeof LeadRules.schema>> & {
  version: number;
};

export const DEFAULT_RULES: ScoringRules = { ...LeadRules.schema.parse({}), version: 0 };
