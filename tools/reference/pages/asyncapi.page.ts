import type { Page } from '../page.ts';
import { describeApi } from '../asyncapi/describe-api.ts';
import { toYaml } from '../text/to-yaml.ts';

const COMMENT = '# Made from the code by `npm run docs`; changes here are lost.\n';

/** Topics and messages for machines: AsyncAPI 3.0. */
export const asyncapiPage: Page = {
  file: 'docs/reference/asyncapi.yaml',
  render: () => Promise.resolve(COMMENT + toYaml(describeApi())),
};
