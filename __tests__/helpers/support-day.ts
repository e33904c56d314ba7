/** The day on which the tests judge whether a version is supported, so that they are as true on any other day. */
export const SUPPORT_DAY = "2026-11-24";
