import type { MemoryAdapterClass } from '../memory-target.ts';

export interface BrokenAdapter {
  readonly flaw: string;
  readonly Adapter: MemoryAdapterClass;
  /** How the title of the case begins that must fail. */
  readonly failingCase: string;
}
