export { Health, type HealthReport, type ReadinessCheck } from './health.ts';
export { createLog, errorFacts, Log, type LogFacts, type LogLevel, type LogOptions } from './log.ts';
export type { Measurement } from './measured-values.ts';
export { Metrics, type MetricOptions } from './metrics.ts';
