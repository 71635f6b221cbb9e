import { Secret } from '@entsync/domain';

import type { SetPasswordRequest } from '../../src/target-adapter.ts';
import { MemoryAdapter } from '../memory-adapter.ts';
import type { MemoryAdapterClass } from '../memory-target.ts';
import type { BrokenAdapter } from './broken-adapter.ts';

/** Makes an adapter that changes a password on its way. */
function sending(change: (text: string) => string): MemoryAdapterClass {
  return class extends MemoryAdapter {
    override setPassword(request: SetPasswordRequest, signal: AbortSignal): Promise<void> {
      const text = request.newPassword.open((bytes) => Buffer.from(bytes).toString());
      return super.setPassword({ ...request, newPassword: Secret.ofText(change(text)) }, signal);
    }
  };
}

export const CHANGING_PASSWORDS: readonly BrokenAdapter[] = [
  {
    flaw: 'trims',
    Adapter: sending((text) => text.trim()),
    failingCase: 'a password is kept as it is: spaces at both ends',
  },
  {
    flaw: 'composes',
    Adapter: sending((text) => text.normalize('NFC')),
    failingCase: 'a password is kept as it is: decomposed letters',
  },
  {
    flaw: 'decomposes',
    Adapter: sending((text) => text.normalize('NFD')),
    failingCase: 'a password is kept as it is: precomposed letters',
  },
  {
    flaw: 'goes through Latin-1',
    Adapter: sending((text) => Buffer.from(text, 'latin1').toString('latin1')),
    failingCase: 'a password is kept as it is: letters with marks',
  },
  {
    flaw: 'cuts at 72 bytes',
    Adapter: sending((text) => text.slice(0, 72)),
    failingCase: 'a password is kept as it is: the longest one',
  },
  {
    flaw: 'cuts at 255 bytes',
    Adapter: sending((text) => Buffer.from(text).subarray(0, 255).toString()),
    failingCase: 'a password is kept as it is: the longest one, of wide',
  },
  {
    flaw: 'reads escapes',
    Adapter: sending((text) => text.replaceAll('\\\\', '\\')),
    failingCase: 'a password is kept as it is: backslashes',
  },
  {
    flaw: 'escapes quotes',
    Adapter: sending((text) => text.replaceAll(`'`, `''`)),
    failingCase: 'a password is kept as it is: single and double quotes',
  },
  {
    flaw: 'fills in templates',
    Adapter: sending((text) => text.replaceAll('%20', ' ')),
    failingCase: 'a password is kept as it is: signs of shells',
  },
  {
    flaw: 'escapes for names',
    Adapter: sending((text) => text.replaceAll(',', '\\,')),
    failingCase: 'a password is kept as it is: signs of distinguished',
  },
  {
    flaw: 'makes runs of white space one space',
    Adapter: sending((text) => text.replaceAll(/\s/g, ' ')),
    failingCase: 'a password is kept as it is: a tab',
  },
  {
    flaw: 'knows characters of 16 bits only',
    Adapter: sending((text) => text.replaceAll(/[\u{10000}-\u{10ffff}]/gu, '??')),
    failingCase: 'a password is kept as it is: an emoji',
  },
  {
    flaw: 'knows Latin letters only',
    Adapter: sending((text) => text.replaceAll(/(?=\p{L})\P{Script=Latin}/gu, '?')),
    failingCase: 'a password is kept as it is: Hebrew and Chinese',
  },
  {
    flaw: 'makes any space an ordinary one',
    Adapter: sending((text) => text.replaceAll('\u00a0', ' ')),
    failingCase: 'a password is kept as it is: a non-breaking space',
  },
  {
    flaw: 'drops what cannot be seen',
    Adapter: sending((text) => text.replaceAll('\u00ad', '')),
    failingCase: 'a password is kept as it is: a soft hyphen',
  },
  {
    flaw: 'reads storage schemes',
    Adapter: sending((text) => text.replace(/\{\w+\}/, '')),
    failingCase: 'a password is kept as it is: a storage scheme',
  },
];
