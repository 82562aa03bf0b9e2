import { requireAccess } from '@clianta/crm-core/entity/access';
import { InvalidError } from '@clianta/crm-core/errors';
import { periodKey } from '@clianta/crm-core/intelligence/forecast/period-key';
import { Target } from '@clianta/crm-core/intelligence/forecast/target.schema';
import { z } from 'zod';
import { aheadShape } from '../../forecasts/forecast-question.ts';
import { slot } from '../../slot.ts';
import { defineTool, type ToolResult } from '../../tool.ts';
import { focusOf, undoable } from '../../tools/focus.ts';
import { capitalize, formatMoney, toMinor } from '../../tools/format.ts';
import { periodInWords, periodOf } from '../../tools/period.ts';
import { whoseOf, whoseShape } from '../../tools/whose.ts';

export const setTarget = defineTool({
  name: 'set_target',
  does: 'Setting a target',
  operation: 'other',
  entity: Target.name,
  description: 'Says what a teammate or the team is to win in a month, quarter or year; admins only.',
  input: z.strictObject({
    who: whoseShape.optional().describe('A teammate\'s name, "me"; default the team'),
    period: aheadShape,
    amount: slot({ kind: 'money' }, z.number().positive().max(1e12)).describe('In whole currency units'),
  }),
  effect: 'write',
  async run({ who = 'team', period, amount }, context): Promise<ToolResult> {
    const { crm, scope, currency, calendar } = context;
    requireAccess(Target, scope, 'create');
    const { userId: ownerId, name } = await whoseOf(context, who, 'who');
    const whose = ownerId === scope.actor.id ? scope.actor.name : name;
    const span = periodOf(context, period);
    const key = periodKey(span, calendar);
    if (!key)
      throw new InvalidError('A target is of a month, a quarter or a year: “set the target for Q4 to 500k”.');
    const label = periodInWords(context, span);
    const targets = crm.records(Target);
    const [known] = (
      await targets.find(scope, {
        where: [
          { field: 'period', op: 'eq', value: key },
          ownerId ? { field: 'ownerId', op: 'eq', value: ownerId } : { field: 'ownerId', op: 'is_empty' },
        ],
        limit: 1,
      })
    ).records;
    const values = { amountMinor: toMinor(amount, currency), currency };
    const record = known
      ? await targets.update(scope, known.id, values)
      : await targets.create(scope, { ...(ownerId && { ownerId }), period: key, ...values });
    const said = formatMoney(record.amountMinor, record.currency, context);
    const before = known ? `; it was ${formatMoney(known.amountMinor, known.currency, context)}` : '';
    return {
      text: `The target of **${ownerId ? whose : 'the team'}** for **${label}** is **${said}** now${before}.`,
      cards: [
        {
          type: 'record',
          entity: Target.name,
          id: record.id,
          title: `Target ${label}`,
          badge: known ? 'Updated' : 'Created',
          fields: [
            { label: 'Whose', value: ownerId ? whose : capitalize('the team') },
            { label: 'Amount', value: said, wasChanged: true },
          ],
          ...undoable(context),
        },
      ],
      changes: [{ entity: Target.name, id: record.id, change: known ? 'updated' : 'created' }],
      focus: [focusOf(Target, record)],
      suggestions: ['Are we on target?'],
      isAnswer: true,
    };
  },
});
