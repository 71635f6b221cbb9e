import type { Mapping, StoredPassword, WindowsUser } from '../directory/entities.ts';

/** A row that holds a stored password, while a batch is being decided: a mapping, or a Windows user. */
export class PasswordHolder {
  stored: StoredPassword | undefined;
  readonly #loaded: StoredPassword | undefined;

  constructor(
    readonly table: 'mappings' | 'windows_users',
    readonly row: Mapping | WindowsUser,
  ) {
    this.stored = row.stored;
    this.#loaded = row.stored;
  }

  /** What the encryption of its password is bound to. */
  get identity(): string {
    return `${this.table}/${this.row.id}/password`;
  }

  get isChanged(): boolean {
    return this.stored !== this.#loaded;
  }
}
