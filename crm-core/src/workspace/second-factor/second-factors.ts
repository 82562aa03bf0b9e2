import { createHash, randomBytes } from 'node:crypto';
import type { CrmCore } from '../../crm-core.ts';
import { type Scope, systemScope } from '../../entity/scope.ts';
import { ConflictError, InvalidError, UnauthenticatedError } from '../../errors.ts';
import type { SecretBox } from '../../secrets/secret-box.ts';
import { userOf } from '../credentials.ts';
import { checkPassword } from '../user/password.ts';
import { User } from '../user/user.schema.ts';
import { newTotpSecret, stepOfCode, totpUri } from './totp-code.ts';

const RECOVERY_CODES = 10;

/** Of one user; its id is theirs. No record of a workspace: nobody lists or reads it. */
interface StoredFactor {
  _id: string;
  /** What codes are made of, once it was proven that the app has it. */
  sealed?: string;
  /** The same while it is being set up. */
  pending?: string;
  /** The time step of the last code that was taken: none is taken twice. */
  lastStep: number;
  /** SHA-256 of the codes for when the app is lost; each is good once. */
  recovery: string[];
}

/** Codes of an authenticator app (TOTP), asked for beside the password. */
export class SecondFactors {
  readonly #crm: CrmCore;
  readonly #box: SecretBox;

  constructor(crm: CrmCore, box: SecretBox) {
    this.#crm = crm;
    this.#box = box;
  }

  get #factors() {
    return this.#crm.store.connection.collection<StoredFactor>('secondFactors');
  }

  async isOn(userId: string): Promise<boolean> {
    return (await this.#factors.findOne({ _id: userId, sealed: { $exists: true } })) !== null;
  }

  /** @returns how many recovery codes are left; undefined while it is off */
  async codesLeft(userId: string): Promise<number | undefined> {
    const found = await this.#factors.findOne({ _id: userId, sealed: { $exists: true } });
    return found?.recovery.length;
  }

  /**
   * Begins to set it up; it is on once `confirm` has had a code of the app.
   *
   * @throws InvalidError when the password is wrong, ConflictError when it is on already
   */
  async begin(userId: string, password: string): Promise<{ secret: string; uri: string }> {
    const user = await userOf(this.#crm, userId);
    if (!(await checkPassword(user.passwordHash, password)))
      throw new InvalidError('The password is wrong.', { password: 'is wrong' });
    if (await this.isOn(userId)) throw new ConflictError('The second factor is on already.');
    const secret = newTotpSecret();
    const pending = this.#box.seal(secret, contextOf(userId));
    await this.#factors.updateOne(
      { _id: userId },
      { $set: { pending }, $setOnInsert: { lastStep: 0, recovery: [] } },
      { upsert: true },
    );
    return { secret, uri: totpUri(secret, user.email) };
  }

  /** Turns it on. @returns the recovery codes, shown this once @throws InvalidError for a wrong code */
  async confirm(userId: string, code: string): Promise<string[]> {
    const { pending } = (await this.#factors.findOne({ _id: userId })) ?? {};
    if (!pending) throw new ConflictError('Begin to set up the second factor first.');
    const lastStep = stepOfCode(this.#open(userId, pending), digitsOf(code), this.#crm.now());
    if (lastStep === undefined) throw new InvalidError('The code is wrong.', { code: 'is wrong' });
    const codes = newRecoveryCodes();
    await this.#factors.updateOne(
      { _id: userId, pending },
      { $set: { sealed: pending, lastStep, recovery: codes.map(hashOf) }, $unset: { pending: 1 } },
    );
    await this.#tell(await this.#ownScope(userId), userId, this.#crm.now());
    return codes;
  }

  /** @throws UnauthenticatedError for a wrong code, and for one that was used before */
  async prove(userId: string, code: string): Promise<void> {
    const { sealed } = (await this.#factors.findOne({ _id: userId })) ?? {};
    if (!sealed) return;
    const digits = digitsOf(code);
    const step = stepOfCode(this.#open(userId, sealed), digits, this.#crm.now());
    const taken =
      step === undefined
        ? await this.#factors.updateOne(
            { _id: userId, recovery: hashOf(code) },
            { $pull: { recovery: hashOf(code) } },
          )
        : await this.#factors.updateOne(
            { _id: userId, lastStep: { $lt: step } },
            { $set: { lastStep: step } },
          );
    if (taken.matchedCount === 0)
      throw new UnauthenticatedError(
        step === undefined ? 'The code is wrong.' : 'This code was used before. Wait for the next one.',
      );
  }

  /** New recovery codes in place of those there are. @throws UnauthenticatedError for a wrong code */
  async renewRecovery(userId: string, code: string): Promise<string[]> {
    if (!(await this.isOn(userId))) throw new ConflictError('The second factor is off.');
    await this.prove(userId, code);
    const codes = newRecoveryCodes();
    await this.#factors.updateOne({ _id: userId }, { $set: { recovery: codes.map(hashOf) } });
    return codes;
  }

  /** Turns the own one off. @throws UnauthenticatedError for a wrong code */
  async turnOff(userId: string, code: string): Promise<void> {
    await this.prove(userId, code);
    await this.remove(await this.#ownScope(userId), userId);
  }

  /** @param scope - of whoever does it, and may */
  async remove(scope: Scope, userId: string): Promise<void> {
    await this.#factors.deleteOne({ _id: userId });
    await this.#tell(scope, userId, null);
  }

  #open(userId: string, sealed: string): string {
    return String(this.#box.open(sealed, contextOf(userId)));
  }

  async #ownScope(userId: string): Promise<Scope> {
    const { name, workspaceIds } = await userOf(this.#crm, userId);
    return { ...systemScope(workspaceIds[0] ?? ''), actor: { type: 'user', id: userId, name } };
  }

  /** The audit log says when it was turned on or off, and by whom. */
  async #tell(scope: Scope, userId: string, secondFactorAt: Date | null): Promise<void> {
    await this.#crm.records(User).update({ ...scope, role: 'system' }, userId, { secondFactorAt });
  }
}

const contextOf = (userId: string) => `second-factor:${userId}`;

const digitsOf = (code: string) => code.replace(/\s/g, '');

/** As it is hashed, however it is typed. */
const hashOf = (code: string) =>
  createHash('sha256')
    .update(code.toLowerCase().replace(/[^a-z0-9]/g, ''))
    .digest('hex');

/** 80 bits each, in groups that people can copy: "k7qd-2mfa-91xz-c0te". */
function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const letters = [...randomBytes(16)].map((byte) => '0123456789abcdefghjkmnpqrstvwxyz'[byte % 32]);
    return letters.join('').replace(/(.{4})(?=.)/g, '$1-');
  });
}
