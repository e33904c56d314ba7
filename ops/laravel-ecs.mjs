#!/usr/bin/env node
/** `npx laravel-ecs <command>` runs the operator's commands from any folder. */
import "tsx";
await import("./main.ts");
