/** W3C trace context for a change: its trace id is the tracking id, so that traces and timelines meet. */
export function traceparentOf(trackingId: string): string {
  const traceId = trackingId.replaceAll('-', '');
  return `00-${traceId}-${traceId.slice(16)}-01`;
}
