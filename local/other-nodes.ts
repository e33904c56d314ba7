/** The oldest and the newest Node.js that package.json supports, by major version, without the current one. */
export const OTHER_NODES = ["20", "26"].filter((major) => major !== process.versions.node.split(".")[0]);

/** Runs a shell command on another Node.js: the npm package `node` contains the binary, and npx caches it. */
export const onNode = (major: string, command: string): readonly [string, ...string[]] => [
  "npx",
  "--yes",
  `--package=node@${major}`,
  "-c",
  command,
];
