import type { ToolResult } from '@clianta/agents/tool';
import { readingContext } from '@clianta/agents/tools/reading-context';
import { requireAccess } from '@clianta/crm-core/entity/access';
import { validate } from '@clianta/crm-core/entity/validate';
import { spanOfPeriod } from '@clianta/crm-core/intelligence/report/report-period';
import { siteFigures } from '@clianta/crm-core/tracking/visit/site-figures';
import { TrackingEvent } from '@clianta/crm-core/tracking/visit/tracking-event.schema';
import { Router } from 'express';
import { scopeOfRequest } from './authentication.ts';
import { defineRoutes } from './define-routes.ts';
import { websitePaths } from './openapi/website-paths.ts';
import { refuseOtherMethods } from './other-methods.ts';
import { websiteViewSchema } from './website.schema.ts';

/** The figures of the website, and what they led to, as the chat answers them. */
export const websiteRoutes = defineRoutes({
  at: 'workspace',
  paths: websitePaths,
  routes({ crm, catalogue }) {
    const router = Router({ mergeParams: true });
    router.post('/website/view', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      requireAccess(TrackingEvent, scope, 'read');
      const { period, model, of } = validate(websiteViewSchema, request.body ?? {}, 'website');
      const context = await readingContext(crm, catalogue, scope);
      const span = spanOfPeriod(period, context);
      const given = { from: String(span.from.toISO()), to: String(span.to.toISO()) };
      const asked = async (name: string, args: Record<string, unknown>): Promise<ToolResult> => {
        const tool = catalogue.tool(name)?.tool;
        if (tool?.effect !== 'read') throw new Error(`There is no tool ${name} that reads.`);
        return tool.run(tool.input.parse(args), context);
      };
      const [figures, people, attribution] = await Promise.all([
        siteFigures(crm, scope, { from: span.from.toJSDate(), to: span.to.toJSDate() }),
        asked('site_report', { about: 'people', period: given }),
        asked('attribution_report', { model, of, period: given }),
      ]);
      response.json({ figures, people: answerOf(people), attribution: answerOf(attribution) });
    });
    refuseOtherMethods(router);
    return router;
  },
});

const answerOf = ({ text, cards = [] }: ToolResult) => ({ text, cards });
