import path from 'node:path';

import { defineSettings, logLevel, text, wholeNumber } from '@entsync/config';

/** Bytes. What fits into the address of a Unix socket, without the zero at its end. */
const LONGEST_SOCKET_PATH = 107;

/** What the shim of one captured tree must be told. */
export const shimSettings = defineSettings({
  SOCKET: {
    meaning:
      'The Unix socket that slapd shows its operations on: the "socketpath" of its overlay. The user of slapd must belong to the group of the socket, which is that of a folder with the set-group-id bit.',
    schema: text
      .refine((value) => path.isAbsolute(value), 'must be an absolute path')
      .refine(
        (value) => Buffer.byteLength(value) <= LONGEST_SOCKET_PATH,
        `must not be longer than ${LONGEST_SOCKET_PATH} bytes`,
      ),
    example: '/run/entsync/staff-ldap/capture.sock',
  },
  SPOOL_DIRECTORY: {
    meaning:
      'The folder of this tree in the spool of the adapter host, named as the adapter is; on a disk that survives a restart.',
    schema: text.refine(
      (value) => path.isAbsolute(value) && path.basename(value) !== '',
      'must be the absolute path of a folder named as the adapter is',
    ),
    example: '/var/lib/entsync/spool/staff-ldap',
  },
  MAX_RECORDS: {
    meaning: 'How many captured changes may wait for the adapter host; beyond that slapd refuses to write.',
    schema: wholeNumber(1, 10_000_000),
    default: '100000',
  },
  LOG_LEVEL: { meaning: 'What is logged: debug, info, warn or error.', schema: logLevel, default: 'info' },
});
