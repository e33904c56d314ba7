/**
 * What a reason of ECS most likely means here, and what to do ("Amazon ECS stopped tasks error messages" and "API
 * failure reasons", Amazon ECS Developer Guide).
 */
const HINTS: readonly (readonly [RegExp, string])[] = [
  [
    /RESOURCE:MEMORY|insufficient memory/i,
    "No host has memory left for another copy of the task. Stop what is not needed, or take a larger hosts.instanceType.",
  ],
  [
    /RESOURCE:|insufficient cpu|already using a port/i,
    "No host has the CPU or the port that the task asks for.",
  ],
  [/OutOfMemory/, "It needed more memory than its limit. Raise memoryMiB, or find what eats it."],
  [/CannotPullContainer|ImageNotFound/, "The image cannot be pulled. Was this tag pushed?"],
  [
    /ResourceInitialization|unable to (pull|retrieve) secrets|EnvironmentFile/i,
    "A secret or the settings cannot be read. Do the parameters exist?",
  ],
  [/health ?checks?/i, "It started, but is not healthy: its log says why, or nothing reaches it."],
  [/exit code 12[67]\b/, "The command is not in the image, or may not be executed."],
  [/no container instance|AGENT/i, "No host can take the task. Has one joined the cluster?"],
];

export const hintFor = (reason: string) => HINTS.find(([pattern]) => pattern.test(reason))?.[1];
