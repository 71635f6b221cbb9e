import type { DeliveryOutcome, Edition, Micros, Version } from '../src/index.ts';

/** A change as it lies on a public topic. In the model a password is its own fingerprint. */
export interface ChangeRecord {
  readonly system: string;
  readonly version: Version;
  readonly password: string;
}

/** What the store tells the router about one account. */
export type DeliveryRecord =
  | ({
      readonly kind: 'deliver';
      readonly expiresAt: Micros;
      readonly sealed: Sealed;
    } & Edition)
  | { readonly kind: 'forbid'; readonly limit: Edition }
  | { readonly kind: 'withdraw'; readonly edition: Edition };

export interface Sealed {
  readonly password: string;
  readonly oldPassword: string | undefined;
}

export interface DispatchRecord extends Edition {
  readonly dispatchId: string;
  readonly notAfter: Micros;
  readonly sealed: Sealed;
}

export type OutcomeRecord = DeliveryOutcome & {
  readonly dispatchId: string | undefined;
};
