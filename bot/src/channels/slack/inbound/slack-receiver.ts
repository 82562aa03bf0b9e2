import { logger } from '@clianta/crm-core/logger';
import { ExpressReceiver, type ExpressReceiverOptions } from '@slack/bolt';
import type { Request, Response } from 'express';
import { verdictOf } from './request-body.ts';

/** Stores an event before Slack has its answer. */
export type KeepEvent = (body: unknown) => Promise<void>;

/** Bolt's receiver, which is given only bodies that are what Slack sends; the signature has been checked by then. */
export class SlackReceiver extends ExpressReceiver {
  readonly #keep: KeepEvent;

  constructor(options: ExpressReceiverOptions, keep: KeepEvent) {
    super(options);
    this.#keep = keep;
  }

  override async requestHandler(request: Request, response: Response): Promise<void> {
    const verdict = verdictOf(request.body);
    if (verdict === 'take') {
      await this.#keep(request.body);
      return super.requestHandler(request, response);
    }
    logger.info({ verdict }, 'slack request is not for us');
    response.status(verdict === 'refuse' ? 400 : 200).end();
  }
}
