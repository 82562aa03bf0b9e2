import { defineAgent } from '../../agent.ts';
import { sayingsOf } from '../../language/sayings.ts';
import { chartLast } from './chart-last.tool.ts';
import { deleteReport } from './delete-report.tool.ts';
import { exportReport } from './export-report.tool.ts';
import { openReport } from './open-report.tool.ts';
import { reportsSayings } from './reports.sayings.ts';
import { runReport } from './run-report.tool.ts';
import { saveReport } from './save-report.tool.ts';
import { scheduleReport } from './schedule-report.tool.ts';
import { visitsSayings } from './visits.sayings.ts';
import { websiteVisits } from './website-visits.tool.ts';

const tools = [
  runReport,
  websiteVisits,
  chartLast,
  exportReport,
  openReport,
  saveReport,
  scheduleReport,
  deleteReport,
];

export const reportsAgent = defineAgent({
  name: 'reportsAgent',
  description:
    'Figures over time and by group as reports and charts: revenue, win rate, sales cycle, activities, new leads; compared, saved, and sent on a schedule.',
  instructions: `You work out figures. Every figure comes from run_report; never add up or estimate one yourself. "Sales", "revenue"
and "turnover" are won_value. Without a period it is all the time. What was shown last is drawn by chart_last, kept by save_report
made a file by export_report and sent by schedule_report. Visits of the website are drawn and compared by website_visits. Say what changed, never why: the figures do not know.`,
  tools,
  examples: [
    'Sales by rep this month, as a chart',
    'Win rate by month this year',
    'Why is March low?',
    'Send it every Monday at 8 to the team',
  ],
  sayings: sayingsOf(tools, { ...reportsSayings, ...visitsSayings }),
});
