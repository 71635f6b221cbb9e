import { boundaries } from './tools/lint/boundaries.ts';
import rules from './oxlint.config.json' with { type: 'json' };

/** How code is written is in the JSON file; what may import what is in tools/lint/allowed-imports.ts. */
export default { ...rules, overrides: [...rules.overrides, ...boundaries] };
