import { readFile } from 'node:fs/promises';

import { Attribute, Change, Client } from 'ldapts';

export interface DirectoryAddress {
  readonly ldapsUrl: string;
  readonly caFile: string;
}

/** A person changes the password of their own entry, as a self-service page does. Rejects with the directory's refusal. */
export async function changeOwnPassword(
  server: DirectoryAddress,
  dn: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  const client = new Client({ url: server.ldapsUrl, tlsOptions: { ca: [await readFile(server.caFile)] } });
  try {
    await client.bind(dn, from);
    await client.modify(dn, [
      new Change({ operation: 'replace', modification: new Attribute({ type: 'userPassword', values: [to] }) }),
    ]);
  } finally {
    await client.unbind();
  }
}
