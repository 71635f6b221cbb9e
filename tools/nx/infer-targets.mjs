import path from 'node:path';

/** Every project is linted and tested in the same way. Building is `tsc -b`, which itself knows what is affected. */
export const createNodesV2 = [
  '{libs,apps}/**/package.json',
  (files) =>
    files.map((file) => [file, { projects: { [path.dirname(file)]: { targets: targetsOf(path.dirname(file)) } } }]),
];

function targetsOf(folder) {
  return {
    lint: { command: `oxlint ${folder}` },
    test: { command: `vitest run --project unit --passWithNoTests ${folder}/` },
  };
}
