import { expect } from 'vitest';

import type { ContractCase } from '../contract-case.ts';

/** The longest password that EntSync carries, in characters. */
const LONGEST = 256;

interface AwkwardPassword {
  readonly title: string;
  readonly text: string;
  /** A password that must not let the account in, for it is another one. */
  readonly unlike?: string;
  /** With SASLprep, `unlike` is the same password after all. */
  readonly sameUnderSaslprep?: boolean;
}

const AWKWARD_PASSWORDS: readonly AwkwardPassword[] = [
  { title: 'single and double quotes', text: `Aa1'--";''"` },
  { title: 'backslashes', text: String.raw`Aa1\\'\n\x00\u0041\ `, unlike: String.raw`Aa1\'\n\x00\u0041\ ` },
  { title: 'signs of shells, URIs, formats and templates', text: 'Aa1#{}%$%s%20$1${x}&<>;|*?!`~^()' },
  { title: 'signs of distinguished names and filters', text: 'Aa1,+=<>#;"(*)\\28' },
  { title: 'a storage scheme inside', text: 'Aa1{SSHA}x' },
  { title: 'spaces at both ends', text: '  Aa1 in the middle  ', unlike: 'Aa1 in the middle' },
  { title: 'a tab', text: 'Aa1\tb12345', unlike: 'Aa1 b12345' },
  { title: 'letters with marks, sharp s and the euro sign', text: 'Aa1-çüßéÅ€', unlike: 'Aa1-cusseAE' },
  { title: 'an emoji', text: 'Aa1-\u{1f511}-\u{1f468}\u200d\u{1f469}', unlike: 'Aa1-??-??' },
  { title: 'Hebrew and Chinese', text: 'Aa1-\u05e9\u05dc\u05d5\u05dd-\u5bc6\u7801' },
  { title: 'precomposed letters (NFC)', text: 'Aa1-caf\u00e9', unlike: 'Aa1-cafe\u0301', sameUnderSaslprep: true },
  { title: 'decomposed letters (NFD)', text: 'Aa1-cafe\u0301', unlike: 'Aa1-caf\u00e9', sameUnderSaslprep: true },
  { title: 'a non-breaking space', text: 'Aa1\u00a0b12345', unlike: 'Aa1 b12345', sameUnderSaslprep: true },
  { title: 'a soft hyphen', text: 'Aa1\u00adb12345', unlike: 'Aa1b12345', sameUnderSaslprep: true },
  { title: 'the longest one', text: `Aa1-${'x'.repeat(LONGEST - 4)}`, unlike: `Aa1-${'x'.repeat(LONGEST - 5)}` },
  {
    title: 'the longest one, of wide characters',
    text: `Aa1-${'€'.repeat(LONGEST - 4)}`,
    unlike: `Aa1-${'€'.repeat(LONGEST - 5)}`,
  },
];

export const AWKWARD: readonly ContractCase[] = AWKWARD_PASSWORDS.map(toCase);

function toCase({ title, text, unlike, sameUnderSaslprep = false }: AwkwardPassword): ContractCase {
  return {
    title: `a password is kept as it is: ${title}`,
    async run(bench) {
      const { account } = await bench.newAccount();
      const newPassword = bench.newPassword(text);
      expect(await bench.set(bench.newAdapter(), { account, newPassword })).toBeUndefined();
      await bench.expectLogIn(account, newPassword);
      if (unlike === undefined) return;
      const isSame = sameUnderSaslprep && bench.target.normalization === 'saslprep';
      expect(await bench.target.logIn(account, Buffer.from(unlike))).toBe(isSame);
    },
  };
}
