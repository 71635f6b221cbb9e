import type { AccountForm, ConfirmedPassword } from '@entsync/domain';

/** What the whole installation may do. */
export interface SystemSettings {
  readonly enabled: boolean;
  /** Whether hooks and other producers of Windows changes are accepted (allowPS PCNS). */
  readonly acceptHooks: boolean;
  /** SSO_FLAG_FULL_SYNC_FROM_WINDOWS_TO_EXTERNAL. */
  readonly windowsSync: boolean;
  /** SSO_FLAG_PARTIAL_SYNC_FROM_EXTERNAL_TO_DB. */
  readonly externalSync: boolean;
  /** SSO_FLAG_FULL_SYNC_FROM_EXTERNAL_TO_WINDOWS. */
  readonly fullSync: boolean;
  readonly syncAgeHours: number;
}

export interface Adapter {
  readonly id: number;
  readonly name: string;
  readonly kind: string;
  readonly host: string;
  readonly accountForm: AccountForm;
  readonly description: string;
  readonly enabled: boolean;
  readonly deleted: boolean;
  readonly syncToAdapter: boolean;
  readonly syncFromAdapter: boolean;
  readonly verifyOldPassword: boolean;
  readonly changeWindowsPassword: boolean;
  readonly sendOldPassword: boolean;
  readonly allowMappingConflicts: boolean;
  readonly dispatchWindow: number;
  readonly maximumPending: number;
  readonly callTimeoutSeconds: number;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Encrypted. */
  readonly login: Buffer | null;
  readonly recipientKey: Buffer | null;
  readonly revision: number;
}

export type ApplicationType = 'individual' | 'group' | 'host-group';

/** One credential field of an application. Ordinal 0 is the external account itself. */
export interface Field {
  readonly ordinal: number;
  readonly label: string;
  readonly masked: boolean;
  readonly synchronized: boolean;
}

export interface Application {
  readonly id: number;
  readonly name: string;
  readonly type: ApplicationType;
  readonly enabled: boolean;
  readonly adapterId: number | null;
  readonly fields: readonly Field[];
}

/** A stored password and what is known of it; the bytes are encrypted. */
export interface StoredPassword {
  readonly password: Buffer;
  readonly confirmed: ConfirmedPassword;
}

export interface WindowsUser {
  readonly id: number;
  /** Canonical: lower case. */
  readonly account: string;
  /** As the directory writes it: `DOMAIN\user`. */
  readonly written: string;
  readonly objectId: string | null;
  readonly stored: StoredPassword | undefined;
}

export interface Mapping {
  readonly id: number;
  readonly applicationId: number;
  readonly windowsUserId: number;
  /** In the canonical form of the adapter's kind. */
  readonly account: string;
  readonly accountId: string | null;
  readonly enabled: boolean;
  readonly stored: StoredPassword | undefined;
}
