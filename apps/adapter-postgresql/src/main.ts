import { runAdapterHost } from '@entsync/adapter-host';
import { postgresqlAdapter } from '@entsync/adapter-kind-postgresql';

await runAdapterHost(postgresqlAdapter);
