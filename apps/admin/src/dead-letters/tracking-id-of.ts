import { header, type RawRecord } from '@entsync/contracts';

const TRACEPARENT = /^00-([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})-[0-9a-f]{16}-[0-9a-f]{2}$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Types whose `ce_id` is the tracking id. */
const CHANGE = /^org\.entsync\.(windows|external)-password-changed\./;

/** The change that a record is about, as far as its headers say: the trace id, or of a change its own id. */
export function trackingIdOf(record: Pick<RawRecord, 'headers'>): string | null {
  const trace = TRACEPARENT.exec(header(record, 'traceparent') ?? '');
  if (trace !== null) return trace.slice(1).join('-');
  const id = header(record, 'ce_id') ?? '';
  return CHANGE.test(header(record, 'ce_type') ?? '') && UUID.test(id) ? id : null;
}
