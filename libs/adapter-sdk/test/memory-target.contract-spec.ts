import { describeTargetAdapter } from '../src/contract-suite/index.ts';
import { openMemoryTarget } from './memory-target.ts';

describeTargetAdapter({ name: 'memory', open: openMemoryTarget });
