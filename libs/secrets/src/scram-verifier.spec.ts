import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';

import { Secret } from '@entsync/domain';
import { describe, expect, test } from 'vitest';

import { preparePostgresqlPassword } from './prepare-postgresql-password.ts';
import { scramSha256Verifier } from './scram-verifier.ts';

/** Made by PostgreSQL 18.4 itself, from `ALTER ROLE ... PASSWORD '<the password>'`. */
const MADE_BY_THE_SERVER: ReadonlyArray<readonly [title: string, password: string, verifier: string]> = [
  [
    'plain ASCII',
    'correct horse',
    'SCRAM-SHA-256$4096:8cOt0j/7C5pE3F/VvpgUTA==$ESZ3IiutJM86uSiQy6cg+5054C+CEQnmbbMY+tqtYfs=:wYRdff4mLlpo3kNF8OwPDp8ee+mlyb8id1bDizhWzYc=',
  ],
  [
    'spaces at both ends',
    '  in the middle  ',
    'SCRAM-SHA-256$4096:B/YSgX+Xv0o/usmrqyuS5w==$3ric7/3z+hDoaIufNtE3yqZw5VHMgW5kiqhgz+QaTr4=:vEdSiZwBFYS3LVE6q0Ll2UhbGySrnbfDO1LzZdCL0R0=',
  ],
  [
    'quotes and backslashes',
    'it\'s "q" \\ $1 %s',
    'SCRAM-SHA-256$4096:AJJ6iay4mSuL9MUwyA+ARA==$uLsRCz8EsUqvlU0yDeQBqPAj3ALFRbZAJWMGpAgnY6M=:+eM4Np2L3rsspPZAjh3mRqLMXQYsRaH7XUkoIS5Joms=',
  ],
  [
    'precomposed',
    'caf\u00e9',
    'SCRAM-SHA-256$4096:icdshntQaZQey1HGF3bZ1Q==$DQyFGGjVTsvq9RyoejgKMGnWoX6AGXtSQso6qDjNXpA=:9sqt0OJtyAalkE4fNev8j1Nf1ZKIidhb76T8cLTGAPc=',
  ],
  [
    'decomposed, which becomes precomposed',
    'cafe\u0301',
    'SCRAM-SHA-256$4096:waUmwUHzMbMTQkvuU3TFBA==$hD/1z5AWUz0hLjYfqX2nc14sOS4OSPUOFFPtNl2xGgo=:9oqUeWMN+JhRrX7NgDDg9/2xJ8azqjrp6NUE2Z/46bM=',
  ],
  [
    'sharp s and c cedilla',
    'Stra\u00dfe gar\u00e7on \u20ac',
    'SCRAM-SHA-256$4096:4hcp1+5JgXU03Gbr7K8cFg==$UGO3uBduHhzpb8mtPQKFNhqQ54WWloQePL9daRS+fYo=:FHAEyQrDWeJ6WRlremRh/I+9z0KhIugWRaQdvYgUkks=',
  ],
  [
    'a non-breaking space, which becomes a space',
    'a\u00a0b',
    'SCRAM-SHA-256$4096:rPNf4stQzaukhX0fvDK8RA==$eE6e5ZWYHN/caobmRPCjRreKYVa9Q5swxtlf40FWuGU=:jAK5ugiwiPXMDNoikTD9peYKDDgWuRqbQO0gSfTIonk=',
  ],
  [
    'a zero width space, which becomes a space',
    'a\u200bb',
    'SCRAM-SHA-256$4096:1T2oqzVw1v4eehKxPcv+cQ==$kFgqYoXaC1Zw2a5E8tOVxw8SCfVFjaMuFsOMWGLnXWw=:v3yHa7QV4+xe3r5XYTPvbm2iyPj1FGiX+K0xiweV/4o=',
  ],
  [
    'a soft hyphen, which is dropped',
    'soft\u00adhyphen',
    'SCRAM-SHA-256$4096:iVX/Vnj9gEKUOha1hpwgrw==$MzM6rfDIKK8MdPjN68aop22ImhOq1yUCL6HBg3VXQJM=:HnaOv6b4q0UP3OuEjH9HjORS3hDTl6bSILx1HcWZyQo=',
  ],
  [
    'soft hyphens only, which are kept because nothing else is left',
    '\u00ad\u00ad',
    'SCRAM-SHA-256$4096:aid1EyoFrHbiOkgqTZIxmw==$kz1YwTEE/CXbBopolDtQOuUeul45/xow8sk/ayhxVqQ=:Gcqjj0HaBcTNAXe+a1uJYVY2Rd2c01E2aFhpfBD+TOU=',
  ],
  [
    'compatibility forms',
    '\ufb01\u00bd\uff21',
    'SCRAM-SHA-256$4096:IGberLNgnpVuW9/qVQyQFQ==$VTkQ/ULkf9TzSPyUW8SbIx+njQlt5joR1hcciXGfFVU=:i9PvBt6s1GZ4yEiH5whacv3sSrZVSW1bwraM6O/q050=',
  ],
  [
    'an emoji, which Unicode 3.2 did not know: kept as it is',
    'a\u{1f600}',
    'SCRAM-SHA-256$4096:ZbEm676B+6jfdYbhbnmBpA==$qXpeyX4YDLmNBXpo81CKyXGQE4jHKvi+RFRinjHPkps=:nLeXvnjor0yK1Y3O8VsYA4GKebZ0w1tr83FF2oHVXgw=',
  ],
  [
    'an emoji beside a decomposed letter: nothing is normalized',
    'cafe\u0301\u{1f600}',
    'SCRAM-SHA-256$4096:UYgmihoqAUm34d9ehxXXEw==$tRIDDSwJ44wxxENGGssflCre5Msi9qYmJskgC26jGRY=:IQwUXIZjAV2sBFewlafS8ZJaJ/cA81DnC56/djXOIHA=',
  ],
  [
    'a squared letter that normalization would make an A: judged before',
    '\u{1f130}bc',
    'SCRAM-SHA-256$4096:Cwmre0NFT2HLvB4MNrCK8A==$75E287bYdCztF8TdG4iGW9BROcanWXQXgZiVSLtyOBg=:WeqxkdzhkoDOxP01Bue2L9VwZxhllWU9LUTWHPKpwDE=',
  ],
  [
    'a deprecated accent: judged before',
    'a\u0340',
    'SCRAM-SHA-256$4096:S7tITVuv8QuV8twHA38s+Q==$3rbfEerPZ1AHZSWuq4YoM60DEjMaIqZxUd3V/WbRSus=:KoNsEuCE/1DfTIuRU0uQVoO1RDVYBeul0CRNQyRKJtI=',
  ],
  [
    'a control character with a letter that could be normalized',
    '\u0007e\u0301',
    'SCRAM-SHA-256$4096:Jw3/G32jfnhi6QrXX+tBHw==$RFr/h5YnFO1N5QapLIi3WIRwQIxQACyxgGvkmbxcUqQ=:mjyTWPp6W85z2WtLzX32awcPbiDvTqJqzZJsG5vKcc4=',
  ],
  [
    'a private character',
    '\ue000\u00bd',
    'SCRAM-SHA-256$4096:aBmCT84g4QvQ8FPucyCYiQ==$7lNTP34GgIHCJ4SpXAPUsWIG+qeYCjRbRSn1cyP2FhI=:d/ddfn2s67RwMHfsgSCbfrUogh0eZpKW12Zc3biI/Ho=',
  ],
  [
    'Hebrew around a trade mark that is no letter yet',
    '\u05d0\u2122\u05d0',
    'SCRAM-SHA-256$4096:le3pEt3BjFlW/wDePqiK0Q==$WbWIFIJRjzMpXRyckXVMEW+407tKXs89J5Z9t8yloxk=:l+3IJeKl3YrT5oBDT9n54TBN400UOXDlGXlqOtlV/Eo=',
  ],
  [
    'Hebrew and Latin, which must not be mixed',
    '\u05d0\u00bda',
    'SCRAM-SHA-256$4096:C59Ha86PwcvQk3789CtRBw==$uBmtc9qWkCOrUzbxMOG83r1JpnZD9WYFZiD7sS0EPKw=:Vfz+UKh06Eth2rw0MjfGPsxtwMnwRqXi9F7jo2TKtZU=',
  ],
  [
    'Arabic that ends with a digit',
    '\u0634\u00bd7',
    'SCRAM-SHA-256$4096:9LMZ6aKsNNnXaLPY3W3VFg==$LUiv1cyyZ6PZ/T5zeGVSMOQRu6KqplssIXe9jnKkQ0w=:8KmeoWdLuHpSA9m3CoTAdcvjZ4Th71A80rJHxE6L/1A=',
  ],
  [
    'Arabic presentation forms',
    '\ufee1\ufe76',
    'SCRAM-SHA-256$4096:fOR9d8DGwX1+3EMaCjZ94g==$OiFrRz6p8eh+l9mX7w/TK7zEdxyQkMkX79ie5nLD9lI=:UE+sFLekqp3l6xyoJSFws9uZ7QUzL6xR1q77fwXmnX0=',
  ],
];

const FORM = /^SCRAM-SHA-256\$(?<iterations>\d+):(?<salt>[^$]+)\$(?<storedKey>[^:]+):(?<serverKey>.+)$/;

/** RFC 5802 by the letter, for the bytes as they are. */
function belongsTo(verifier: string, prepared: Uint8Array): boolean {
  const { iterations, salt, storedKey, serverKey } = FORM.exec(verifier)!.groups!;
  const salted = pbkdf2Sync(prepared, Buffer.from(salt!, 'base64'), Number(iterations), 32, 'sha256');
  const clientKey = createHmac('sha256', salted).update('Client Key').digest();
  const made = [createHash('sha256').update(clientKey), createHmac('sha256', salted).update('Server Key')];
  return made.map((hash) => hash.digest('base64')).join() === [storedKey, serverKey].join();
}

describe('preparing a password as PostgreSQL does', () => {
  test.each(MADE_BY_THE_SERVER)('%s: derives the keys that the server derived', (_title, password, verifier) => {
    expect(belongsTo(verifier, preparePostgresqlPassword(Buffer.from(password)))).toBe(true);
  });

  test('bytes that are no UTF-8 are kept', () => {
    const latin1 = Buffer.from([0x67, 0x72, 0xfc, 0xdf, 0x65]);
    expect(preparePostgresqlPassword(latin1)).toEqual(latin1);
  });

  test('a byte order mark is dropped as the character that it is, not as a mark', () => {
    expect(preparePostgresqlPassword(Buffer.from('\ufeffe\u0301'))).toEqual(new Uint8Array(Buffer.from('\u00e9')));
  });
});

describe('the verifier', () => {
  test('has the example keys of RFC 7677', () => {
    const example =
      'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:' +
      'wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=';
    expect(belongsTo(example, Buffer.from('pencil'))).toBe(true);
  });

  test.each(MADE_BY_THE_SERVER)('%s: belongs to the prepared password', async (_title, password) => {
    const verifier = await scramSha256Verifier(Secret.ofText(password));
    expect(belongsTo(verifier, preparePostgresqlPassword(Buffer.from(password)))).toBe(true);
  });

  test('has another salt each time', async () => {
    const password = Secret.ofText('the same');
    expect(await scramSha256Verifier(password)).not.toBe(await scramSha256Verifier(password));
  });

  test('is plain ASCII, fit for a quoted literal', async () => {
    expect(await scramSha256Verifier(Secret.ofText(`it's \\ "q" é`))).toMatch(/^[\w$:+/=-]+$/);
  });

  test('leaves the secret to its owner, who may wipe it while the keys are derived', async () => {
    const password = Secret.ofText('e\u0301');
    const verifier = scramSha256Verifier(password);
    password.wipe();
    expect(belongsTo(await verifier, Buffer.from('\u00e9'))).toBe(true);
  });
});
