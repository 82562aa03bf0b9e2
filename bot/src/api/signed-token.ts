import { type JWTPayload, jwtVerify, SignJWT } from 'jose';

/** What a token is for: one kind opens nothing of another's. */
export type TokenIssuer = 'clianta' | 'clianta-password-link' | 'clianta-second-factor' | 'clianta-google';

export function signToken(
  key: Uint8Array,
  issuer: TokenIssuer,
  claims: JWTPayload & { sub: string },
  /** `7d`, `1h` */
  life: string,
): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(issuer)
    .setIssuedAt()
    .setExpirationTime(life)
    .sign(key);
}

/** Undefined when it is none of ours, of another kind, or has expired. */
export async function readToken(
  key: Uint8Array,
  issuer: TokenIssuer,
  token: string,
): Promise<(JWTPayload & { sub: string }) | undefined> {
  try {
    const { payload } = await jwtVerify(token, key, { issuer, algorithms: ['HS256'] });
    return payload.sub ? { ...payload, sub: payload.sub } : undefined;
  } catch {
    return undefined;
  }
}
