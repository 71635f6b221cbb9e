import type { EventSymbol } from '@entsync/entsso';

import type { OutcomeStep } from './outcome-case.ts';
import { checkAuthentic } from './steps/check-authentic.ts';
import { findDelivery } from './steps/find-delivery.ts';
import { recordOutcome } from './steps/record-outcome.ts';
import { settleDelivery } from './steps/settle-delivery.ts';

interface OutcomeRow {
  readonly row: string;
  readonly step: OutcomeStep;
  readonly events: readonly EventSymbol[];
}

/** What hosts and routers say about deliveries. */
export const OUTCOME_FLOW: readonly OutcomeRow[] = [
  { row: 'authentic', step: checkAuthentic, events: ['ENTSYNC_WARN_PRODUCER_REFUSED'] },
  { row: 'known', step: findDelivery, events: ['ENTSSO_E_NOTIFICATION_NOT_FOUND'] },
  {
    row: 'W16',
    step: recordOutcome,
    events: [
      'ENTSYNC_INFO_DELIVERY_APPLIED',
      'ENTSYNC_INFO_DELIVERY_SUPERSEDED',
      'ENTSYNC_WARN_DELIVERY_FAILED',
      'ENTSYNC_ERROR_DELIVERY_NOT_OPENED',
      'SSO_WARN_PS_ADAPTER_REPORTED_FAILURE',
    ],
  },
  {
    row: 'W17',
    step: settleDelivery,
    events: [
      'SSO_INFO_PS_SET_EXTERNAL_PASSWORD',
      'SSO_WARN_PS_MISSING_INITIAL_CREDS',
      'ENTSYNC_WARN_DELIVERY_PARKED',
      'ENTSYNC_WARN_DELIVERY_REPAIRED',
      'ENTSYNC_INFO_DELIVERY_REPUBLISHED',
    ],
  },
];
