import { expect, test } from 'vitest';

import { kafkaPom } from './kafka-pom.ts';

test('it asks for a broker and for something that writes its log, and names every version', () => {
  const pom = kafkaPom();
  expect(pom).toContain('<artifactId>kafka_2.13</artifactId>\n      <version>4.3.1</version>');
  expect(pom).toContain('<artifactId>slf4j-simple</artifactId>');
  expect(pom.match(/<artifactId>/g)).toHaveLength(pom.match(/<version>/g)?.length ?? 0);
});
