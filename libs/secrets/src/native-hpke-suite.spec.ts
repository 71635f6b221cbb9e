import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_X25519_HKDF_SHA256 } from 'hpke';
import { describe, expect, test } from 'vitest';

import { nativeHpkeSuite } from './native-hpke-suite.ts';

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** From the test vectors that belong to RFC 9180: base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. */
const VECTOR = {
  info: utf8('Ode on a Grecian Urn'),
  recipient: {
    private: hex('497b4502664cfea5d5af0b39934dac72242a74f8480451e1aee7d6a53320333d'),
    public: hex('430f4b9859665145a6b1ba274024487bd66f03a2dd577d7753c68d7d7d00c00c'),
  },
  encapsulated: hex('6c93e09869df3402d7bf231bf540fadd35cd56be14f97178f0954db94b7fc256'),
  plaintext: utf8('Beauty is truth, truth beauty'),
  /** By the number of the message; its associated data is `Count-<number>`. */
  ciphertexts: {
    0: 'e5d84cd531cfb583096e7cfa9641bd3079cf3a91cda813c52deb5f512be9931980a41de125a925cdad859d5b7a',
    1: '2c43aff25343fdbff864506f0818b9d87df84ea01b1a2144d23b4d40c26bf655fdf197fe40297a8aebeed5cc2d',
    2: 'e0a8f2cf92ff61215edbb8c55dc31fe9e2eb42a5685867bb6854211542099f9e940c4b41c192bc390835b1a5f7',
  },
  exports: [
    { context: utf8(''), value: 'ded6cffafaea6b812cbf3e241e88332adbc077aca81512914213810ee291770a' },
    { context: hex('00'), value: '04d3cb6cc116b28ffd22ad5bc276c60d31fec71ceb87ae24db811c64b7507339' },
    { context: utf8('TestContext'), value: '7c5ded445732c14fe09727d29b4251c0fd38455fe8440571e687f0886aac94d2' },
  ],
};

const webCryptoSuite = new CipherSuite(KEM_DHKEM_X25519_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM);

describe('the test vectors of RFC 9180', () => {
  const setUp = async () =>
    nativeHpkeSuite.SetupRecipient(
      await nativeHpkeSuite.DeserializePrivateKey(VECTOR.recipient.private, false),
      VECTOR.encapsulated,
      { info: VECTOR.info },
    );

  test('the ciphertexts open in their order', async () => {
    const context = await setUp();
    for (const [number, ciphertext] of Object.entries(VECTOR.ciphertexts)) {
      expect(await context.Open(hex(ciphertext), utf8(`Count-${number}`))).toEqual(VECTOR.plaintext);
    }
  });

  test.each(VECTOR.exports)('the secret of context $context is exported', async ({ context, value }) => {
    expect(Buffer.from(await (await setUp()).Export(context, 32)).toString('hex')).toBe(value);
  });

  test('a single message opens in one call, with its key pair', async () => {
    const pair = {
      privateKey: await nativeHpkeSuite.DeserializePrivateKey(VECTOR.recipient.private, true),
      publicKey: await nativeHpkeSuite.DeserializePublicKey(VECTOR.recipient.public),
    };
    const options = { info: VECTOR.info, aad: utf8('Count-0') };
    const opened = await nativeHpkeSuite.Open(pair, VECTOR.encapsulated, hex(VECTOR.ciphertexts[0]), options);
    expect(opened).toEqual(VECTOR.plaintext);
  });

  test('keys are written as they were read', async () => {
    const privateKey = await nativeHpkeSuite.DeserializePrivateKey(VECTOR.recipient.private, true);
    const publicKey = await nativeHpkeSuite.DeserializePublicKey(VECTOR.recipient.public);
    expect(await nativeHpkeSuite.SerializePrivateKey(privateKey)).toEqual(VECTOR.recipient.private);
    expect(await nativeHpkeSuite.SerializePublicKey(publicKey)).toEqual(VECTOR.recipient.public);
  });
});

describe('an implementation on WebCrypto', () => {
  const options = { info: utf8('purpose'), aad: utf8('head') };

  test.each([0, 1, 31, 32, 33, 255, 256, 4096])('opens the %i bytes that are sealed here', async (length) => {
    const { privateKey, publicKey } = await webCryptoSuite.GenerateKeyPair(true);
    const recipient = await nativeHpkeSuite.DeserializePublicKey(await webCryptoSuite.SerializePublicKey(publicKey));
    const plaintext = new Uint8Array(length).fill(0x5a);
    const { encapsulatedSecret, ciphertext } = await nativeHpkeSuite.Seal(recipient, plaintext, options);
    expect(await webCryptoSuite.Open(privateKey, encapsulatedSecret, ciphertext, options)).toEqual(plaintext);
  });

  test.each([0, 1, 31, 32, 33, 255, 256, 4096])('seals %i bytes that are opened here', async (length) => {
    const { privateKey, publicKey } = await nativeHpkeSuite.GenerateKeyPair(true);
    const recipient = await webCryptoSuite.DeserializePublicKey(await nativeHpkeSuite.SerializePublicKey(publicKey));
    const plaintext = new Uint8Array(length).fill(0xa5);
    const { encapsulatedSecret, ciphertext } = await webCryptoSuite.Seal(recipient, plaintext, options);
    expect(await nativeHpkeSuite.Open(privateKey, encapsulatedSecret, ciphertext, options)).toEqual(plaintext);
  });

  test('exports the same secrets, of more than one block', async () => {
    const { privateKey, publicKey } = await nativeHpkeSuite.GenerateKeyPair(true);
    const recipient = await webCryptoSuite.DeserializePublicKey(await nativeHpkeSuite.SerializePublicKey(publicKey));
    const { encapsulatedSecret, exportedSecret } = await webCryptoSuite.SendExport(recipient, utf8('context'), 100);
    expect(await nativeHpkeSuite.ReceiveExport(privateKey, encapsulatedSecret, utf8('context'), 100)).toEqual(
      exportedSecret,
    );
  });
});

test.each([
  ['another purpose', { info: utf8('other'), aad: utf8('head') }],
  ['another head', { info: utf8('purpose'), aad: utf8('other') }],
  ['no head', { info: utf8('purpose') }],
])('what was sealed does not open with %s', async (_what, other) => {
  const { privateKey, publicKey } = await nativeHpkeSuite.GenerateKeyPair(true);
  const options = { info: utf8('purpose'), aad: utf8('head') };
  const { encapsulatedSecret, ciphertext } = await nativeHpkeSuite.Seal(publicKey, utf8('secret'), options);
  await expect(nativeHpkeSuite.Open(privateKey, encapsulatedSecret, ciphertext, other)).rejects.toMatchObject({
    name: 'OpenError',
  });
});

test.each([0, 31, 33])('a public key of %i bytes is refused', async (length) => {
  await expect(nativeHpkeSuite.DeserializePublicKey(new Uint8Array(length))).rejects.toMatchObject({
    name: 'DeserializeError',
  });
});

test('a public key of zeros, with which everybody would share the secret, is refused', async () => {
  const recipient = await nativeHpkeSuite.DeserializePublicKey(new Uint8Array(32));
  await expect(nativeHpkeSuite.Seal(recipient, utf8('secret'))).rejects.toMatchObject({ name: 'EncapError' });
});
