#!/usr/bin/env node
/** `npx ops <command>` runs the operator's commands from any folder. */
import "tsx";
await import("./main.ts");
