import type { Catalogue } from '@clianta/agents/catalogue';
import { exportReport } from '@clianta/agents/reports/export-report';
import { reportChoices } from '@clianta/agents/reports/report-choices';
import { questionOfSpec } from '@clianta/agents/reports/report-question';
import { runReport } from '@clianta/agents/reports/run-report';
import type { ToolContext, ToolResult } from '@clianta/agents/tool';
import { periodInWords } from '@clianta/agents/tools/period';
import { readingContext } from '@clianta/agents/tools/reading-context';
import { validate } from '@clianta/crm-core/entity/validate';
import { periodKey } from '@clianta/crm-core/intelligence/forecast/period-key';
import { spanOfPeriod } from '@clianta/crm-core/intelligence/report/report-period';
import { type Request, Router } from 'express';
import { scopeOfRequest } from './authentication.ts';
import { defineRoutes } from './define-routes.ts';
import { reportPaths } from './openapi/report-paths.ts';
import { refuseOtherMethods } from './other-methods.ts';
import { forecastViewSchema, reportExportSchema, reportRunSchema } from './report.schema.ts';

/** Figures as the chat answers them, for the pages of reports and targets. What is kept is listed as every record is. */
export const reportRoutes = defineRoutes({
  at: 'workspace',
  paths: reportPaths,
  routes({ crm, catalogue }) {
    const router = Router({ mergeParams: true });
    const contextOf = async (request: Request): Promise<ToolContext> =>
      readingContext(crm, catalogue, await scopeOfRequest(crm, request));

    router.get('/reports/choices', async (request, response) => {
      await scopeOfRequest(crm, request);
      response.json({ choices: reportChoices(catalogue.entities) });
    });
    router.post('/reports/run', async (request, response) => {
      const context = await contextOf(request);
      const { spec } = validate(reportRunSchema, request.body, 'report');
      response.json(answerOf(await runReport(context, questionOfSpec(context, spec))));
    });
    router.post('/reports/export', async (request, response) => {
      const context = await contextOf(request);
      const { spec, format } = validate(reportExportSchema, request.body, 'export');
      response.status(201).json(await exportReport(context, questionOfSpec(context, spec), format));
    });
    router.post('/forecasts/view', async (request, response) => {
      const context = await contextOf(request);
      const { period, groupBy } = validate(forecastViewSchema, request.body ?? {}, 'forecast');
      const span = spanOfPeriod(period, context);
      const [from, to] = [String(span.from.toISO()), String(span.to.toISO())];
      const closes = [
        { field: 'expectedClose', op: 'gte', value: from },
        { field: 'expectedClose', op: 'lt', value: to },
      ];
      const key = periodKey(span, context.calendar);
      const read = async (tool: string, args: object) =>
        answerOf(await asked(catalogue, context, tool, args as Record<string, unknown>));
      const [forecast, targets, trend] = await Promise.all([
        read('forecast', { of: { where: closes, ...(groupBy && { groupBy }) } }),
        read('compare_target', { period: { from, to } }),
        key ? read('forecast_trend', { period: { from, to } }) : undefined,
      ]);
      response.json({
        period: { ...(key && { key }), label: periodInWords(context, span) },
        forecast,
        targets,
        ...(trend && { trend }),
      });
    });
    refuseOtherMethods(router);
    return router;
  },
});

async function asked(
  catalogue: Catalogue,
  context: ToolContext,
  name: string,
  args: Record<string, unknown>,
): Promise<ToolResult> {
  const tool = catalogue.tool(name)?.tool;
  if (tool?.effect !== 'read') throw new Error(`There is no tool ${name} that reads.`);
  return tool.run(tool.input.parse(args), context);
}

const answerOf = ({ text, cards = [] }: ToolResult) => ({ text, cards });
