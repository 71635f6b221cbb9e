import { expect, test } from 'vitest';

import { messageType } from './message.ts';
import { windowsPasswordChangedV1 } from './messages/windows-password-changed.ts';
import { traceparentOf, trackingIdOf } from './tracking.ts';

const ID = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff';

test('the trace id is the tracking id', () => {
  expect(trackingIdOf({ headers: { traceparent: Buffer.from(traceparentOf(ID)) } })).toBe(ID);
});

test('the id of a change is its tracking id', () => {
  expect(trackingIdOf({ headers: { ce_type: messageType(windowsPasswordChangedV1), ce_id: ID } })).toBe(ID);
});

test('the id of another message is its own', () => {
  expect(trackingIdOf({ headers: { ce_type: 'org.entsync.delivery-settled.v1', ce_id: ID } })).toBeUndefined();
});

test('headers that make no sense name no change', () => {
  expect(trackingIdOf({ headers: { traceparent: '00-xyz', ce_id: 'x' } })).toBeUndefined();
});
