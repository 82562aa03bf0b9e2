import { Binary } from 'bson';
import { MECHANISM, ScramConversation, USER } from '../auth/scram.ts';
import { MongoError } from '../mongo-error.ts';
import { type Doc, isDoc } from '../values/doc.ts';
import { type Command, type CommandContext, defineCommand, wrongType } from './command.ts';

/** Slows guessing down. */
const WRONG_PASSWORD_MS = 500;

const textOf = (payload: unknown): string => {
  if (typeof payload === 'string') return Buffer.from(payload, 'base64').toString('utf8');
  if (!(payload instanceof Binary)) throw wrongType('payload', payload, 'binData');
  return Buffer.from(payload.value()).toString('utf8');
};
const reply = (payload: string, done: boolean): Doc => ({
  conversationId: 1,
  done,
  payload: new Binary(Buffer.from(payload)),
  ok: 1,
});

/** Begins a sign-in. @throws MongoError 18, or 334 for another mechanism than SCRAM-SHA-256 */
function startSignIn(command: Doc, { session, credentials }: CommandContext): Doc {
  if (command.mechanism !== MECHANISM) {
    throw new MongoError(
      'MechanismUnavailable',
      `Received authentication for mechanism ${String(command.mechanism)} which is not enabled`,
    );
  }
  if (!credentials) throw new MongoError('AuthenticationFailed', 'This server has no password.');
  session.conversation = new ScramConversation(credentials, textOf(command.payload));
  return reply(session.conversation.serverFirst, false);
}

/** What `hello` says to somebody who is about to sign in. */
export function signInOffer(command: Doc, context: CommandContext): Doc {
  if (!context.credentials) return {};
  const { saslSupportedMechs: user, speculativeAuthenticate: first } = command;
  const isSpeculative = isDoc(first) && first.mechanism === MECHANISM;
  return {
    ...(typeof user === 'string' && { saslSupportedMechs: user.endsWith(`.${USER}`) ? [MECHANISM] : [] }),
    ...(isSpeculative && { speculativeAuthenticate: startSignIn(first, context) }),
  };
}

export const authCommands: Command[] = [
  defineCommand({
    names: ['saslStart'],
    fields: ['mechanism', 'payload', 'autoAuthorize', 'options'],
    isOpenToAll: true,
    run: startSignIn,
  }),
  defineCommand({
    names: ['saslContinue'],
    fields: ['conversationId', 'payload'],
    isOpenToAll: true,
    async run(command, { session }) {
      const { conversation } = session;
      if (!conversation) throw new MongoError('ProtocolError', 'No SASL session state found');
      // an older driver asks once more, with nothing
      if (conversation.isProven) return reply('', true);
      try {
        const proof = conversation.finish(textOf(command.payload));
        session.isSignedIn = true;
        return reply(proof, true);
      } catch (error) {
        session.conversation = undefined;
        await new Promise((resolve) => setTimeout(resolve, WRONG_PASSWORD_MS));
        throw error;
      }
    },
  }),
  defineCommand({
    names: ['logout'],
    fields: [],
    isOpenToAll: true,
    run(_command, { session }) {
      session.isSignedIn = false;
      session.conversation = undefined;
      return { ok: 1 };
    },
  }),
];
