const BY_ADMIN = 'an administrator of your organisation at Microsoft';
const BY_HOST = 'whoever runs Clianta';
const ANEW = 'Connect it anew.';

/** Microsoft, "Microsoft Entra authentication and authorization error codes". */
const MEANINGS: ReadonlyArray<readonly [codes: readonly number[], meaning: string]> = [
  [[65004], 'it was declined there. Begin again.'],
  [[65001, 90094, 90095], `${BY_ADMIN} has to agree to it first, in the Entra admin centre.`],
  [[50105], `the app is not assigned to you. ${capital(BY_ADMIN)} assigns it.`],
  [[50057], `the account is switched off there. ${capital(BY_ADMIN)} switches it on.`],
  [
    [50034, 50020],
    'the account is not of an organisation that the app is open to. Sign in with another one.',
  ],
  [[50173, 50133], `the password was changed or the sign-in ended there. ${ANEW}`],
  [[70008, 70043, 700082, 700084], `the sign-in is too old. ${ANEW}`],
  [[50074, 50076, 50078, 50079, 50158], `a second factor is wanted. ${ANEW}`],
  [
    [53000, 53001, 53002, 53003, 530031],
    `rules of your organisation (Conditional Access) do not allow it. ${capital(BY_ADMIN)} can.`,
  ],
  [[7000215], `the client secret is wrong. ${capital(BY_HOST)} enters its value, not its id.`],
  [[7000222], `the client secret has run out. ${capital(BY_HOST)} makes a new one.`],
  [[700016, 90002, 900023], `there is no such app or directory. ${capital(BY_HOST)} checks both ids.`],
  [
    [50194],
    `the app is of one directory only. ${capital(BY_HOST)} sets MICROSOFT_TENANT_ID, or opens the app to more.`,
  ],
  [[50011, 500112], `its redirect address is not entered at the app. ${capital(BY_HOST)} enters it.`],
];

/** What Microsoft's sign-in says is wrong, by the code in its answer. */
export function entraInWords(said: string): string | undefined {
  const code = Number(/AADSTS(\d+)/.exec(said)?.[1]);
  const known = MEANINGS.find(([codes]) => codes.includes(code));
  return known && `${known[1]} (AADSTS${code})`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
