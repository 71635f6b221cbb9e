import { header } from './cloud-event.ts';
import type { RawRecord } from './message.ts';

const TRACEPARENT = /^00-([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})-[0-9a-f]{16}-[0-9a-f]{2}$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Types whose `ce_id` is the tracking id. */
const CHANGE = /^org\.entsync\.(windows|external)-password-changed\./;

/** W3C trace context for a change: its trace id is the tracking id, so that traces and timelines meet. */
export function traceparentOf(trackingId: string): string {
  const traceId = trackingId.replaceAll('-', '');
  return `00-${traceId}-${traceId.slice(16)}-01`;
}

/** The change that a record is about, as far as its headers say: the trace id, or of a change its own id. */
export function trackingIdOf(record: Pick<RawRecord, 'headers'>): string | undefined {
  const trace = TRACEPARENT.exec(header(record, 'traceparent') ?? '');
  if (trace !== null) return trace.slice(1).join('-');
  const id = header(record, 'ce_id') ?? '';
  return CHANGE.test(header(record, 'ce_type') ?? '') && UUID.test(id) ? id : undefined;
}
