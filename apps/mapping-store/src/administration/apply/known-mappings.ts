/** One mapping: a Windows user's account in an application. */
export interface MappingRow {
  readonly application_id: number;
  readonly windows_user_id: number;
  readonly account: string;
  readonly enabled: boolean;
}

/** All mappings, to be found from both sides. Within an application they are one to one. */
export class KnownMappings {
  readonly #byUser = new Map<string, MappingRow>();
  readonly #byAccount = new Map<string, MappingRow>();

  constructor(rows: readonly MappingRow[]) {
    for (const row of rows) this.add(row);
  }

  ofUser(applicationId: number, userId: number): MappingRow | undefined {
    return this.#byUser.get(`${applicationId}/${userId}`);
  }

  ofAccount(applicationId: number, account: string): MappingRow | undefined {
    return this.#byAccount.get(`${applicationId}/${account}`);
  }

  add(row: MappingRow): void {
    this.#byUser.set(`${row.application_id}/${row.windows_user_id}`, row);
    this.#byAccount.set(`${row.application_id}/${row.account}`, row);
  }

  remove(row: MappingRow): void {
    this.#byUser.delete(`${row.application_id}/${row.windows_user_id}`);
    this.#byAccount.delete(`${row.application_id}/${row.account}`);
  }
}
